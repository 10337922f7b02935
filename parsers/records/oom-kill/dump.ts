import type { MemInfo } from '../../model/records/mem-info.ts';
import type { Block } from '../blocks/block.ts';
import { type CallTrace, callTrace, parseCpuLine, type TraceOwner } from '../blocks/call-trace.ts';
import { type MemInfoForm, memInfo } from '../blocks/mem-info.ts';
import { type MemcgRead, memcgBlock, STATS_MISSING } from '../blocks/memcg.ts';
import { type TaskTable, taskTable } from '../blocks/task-table.ts';

/** What the blocks of one dump hold. */
export interface OomDump {
  readonly trace: CallTrace;
  readonly memInfo: MemInfo | null;
  /** What is missing of it. */
  readonly memInfoProblems: readonly string[];
  readonly memcg: MemcgRead;
  readonly table: TaskTable;
  readonly tableBegun: boolean;
  /** Another dump ran into this one, and nothing tells their lines apart. */
  readonly mixed: boolean;
}

/**
 * The blocks between header and kill line, in the order of `dump_header()` (mm/oom_kill.c): stack, then Mem-Info or the
 * memcg block (up to 3.8 both), then the task table. A block that comes before its time belongs to another report.
 */
export function oomDump(owner: TraceOwner, memoryForm: MemInfoForm = {}): Block<OomDump> {
  const trace = callTrace(owner);
  const memory = memInfo(memoryForm);
  const memcg = memcgBlock();
  const table = taskTable();
  let foreignMemInfo = false;
  let foreignStack = false;

  /** Behind a task line (a task the reaper could not reap, a hung one) comes that task's stack, without a CPU line. */
  function stackLine(text: string): boolean {
    if (!trace.begun() && text.startsWith('task:')) foreignStack = true;
    else if (foreignStack && parseCpuLine(text) !== null) foreignStack = false;
    return !foreignStack && trace.feed(text);
  }

  function memoryLine(text: string): boolean {
    if (memory.begun() && !foreignMemInfo && memory.feed(text)) return true;
    if (memcg.feed(text)) {
      foreignMemInfo = memory.begun();
      return true;
    }
    const notYet = trace.awaitsOwn() || (memcg.begun() && !memcg.mayPrecedeMemInfo());
    return !memory.begun() && !notYet && memory.feed(text);
  }

  /** Of the kernels that print both blocks, 3.8 alone counts kmem; `free_pcp` came later. */
  function memcgRead(): MemcgRead {
    const read = memcg.value();
    if (!memcg.endsInKmem() || !memory.begun() || foreignMemInfo) return read;
    return { ...read, problems: read.problems.filter((word) => word !== STATS_MISSING) };
  }

  /** Mem-Info of a later kernel behind limits whose stats were lost: another report's. */
  const isLaterMemInfo = (): boolean =>
    memcg.endsInKmem() && (memory.value()?.zones.some(({ counters }) => counters.free_pcp !== undefined) ?? false);

  return {
    feed(text) {
      if (table.begun()) return table.feed(text);
      if (!memory.begun() && !memcg.begun() && stackLine(text)) return true;
      return memoryLine(text) || table.feed(text);
    },
    value() {
      foreignMemInfo ||= isLaterMemInfo();
      return {
        trace: trace.value(),
        memInfo: foreignMemInfo ? null : memory.value(),
        memInfoProblems: memory.problems(),
        memcg: memcgRead(),
        table: table.value(),
        tableBegun: table.begun(),
        mixed: foreignMemInfo || memory.mixed(),
      };
    },
  };
}
