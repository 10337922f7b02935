import type { TaskTableShape } from '../../model/records/oom-kill.ts';
import type { Block } from './block.ts';
import { headerlessTable } from './headerless-tasks.ts';
import { skipSpaces } from './numbers.ts';
import {
  columnsOf,
  shapeOf,
  type TaskColumns,
  type TaskCounts,
  type TaskRowReader,
  taskRowReader,
} from './task-row.ts';

export interface TaskTable {
  readonly shape: TaskTableShape | null;
  readonly tasks: readonly TaskCounts[];
  /** `task-table-cut`: a row is damaged or the head is lost; `task-table-too-long`: more rows than are kept. */
  readonly problems: readonly string[];
}

export interface TaskTableBlock extends Block<TaskTable> {
  /** Title, header or a row was seen. */
  begun(): boolean;
}

/** The title of `dump_tasks()` from 4.19 on, to the letter: nohang prints a table of its own in mebibytes. */
export const TASK_TABLE_TITLE = 'Tasks state (memory values in pages):';

/** As many rows as pid_max allowed for three decades; a table beyond that is kept in part, and says so. */
export const MAX_ROWS = 32_768;

/** True for the table's header, `[  pid  ]   uid  tgid total_vm      rss ... name`. */
export function isTaskTableHeader(text: string): boolean {
  return /^\s*\[\s*pid\s*\]\s+uid\s+tgid\s+total_vm\s+rss\s.*\bname\s*$/.test(text);
}

/**
 * The task table of `dump_tasks()` (mm/oom_kill.c): title, header, one row a process. The header names the columns, so a
 * kernel with another set is read all the same. Rows before any header (a ring buffer that lost the table's head) are
 * counted out by `headerlessTable`, and say so.
 */
export function taskTable(): TaskTableBlock {
  let titled = false;
  let columns: TaskColumns | null = null;
  let readRow: TaskRowReader | null = null;
  let headRows = false;
  let damaged = false;
  let tooLong = false;
  const tasks: TaskCounts[] = [];
  const headless = headerlessTable(MAX_ROWS);

  function row(text: string, start: number): boolean {
    if (readRow === null) {
      const read = headless.feed(text);
      headRows = headRows || read;
      return read;
    }
    const task = readRow(text, start);
    if (task === null) return false;
    if (task === 'damaged') damaged = true;
    else if (tasks.length < MAX_ROWS) tasks.push(task);
    else tooLong = true;
    return true;
  }

  return {
    begun: () => titled || columns !== null || headRows,
    feed(text) {
      const start = skipSpaces(text, 0);
      if (text.charCodeAt(start) !== 91) {
        if (titled || columns !== null || !text.startsWith(TASK_TABLE_TITLE, start)) return false;
        titled = true;
        return true;
      }
      if (columns === null && isTaskTableHeader(text)) {
        columns = columnsOf(text);
        readRow = taskRowReader(columns);
        return true;
      }
      return row(text, start);
    },
    value() {
      const lost = headless.value();
      const problems: string[] = [];
      if (damaged || headRows) problems.push('task-table-cut');
      if (tooLong) problems.push('task-table-too-long');
      if (columns === null) return { shape: lost.shape, tasks: lost.tasks, problems };
      return { shape: shapeOf(columns), tasks, problems };
    },
  };
}
