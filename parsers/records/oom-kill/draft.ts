import type { LogEntry } from '../../model/entry.ts';
import type { OomKill } from '../../model/records/oom-kill.ts';
import { isLoneTaskRow } from '../blocks/headerless-tasks.ts';
import { beginsMemcgBlock } from '../blocks/memcg.ts';
import { isTaskTableHeader, TASK_TABLE_TITLE } from '../blocks/task-table.ts';
import { isOtherCaller } from '../blocks/writer.ts';
import type { Claim, CloseReason, Draft } from '../extractor.ts';
import { takeAfterEnd } from './after-end.ts';
import { takeBeforeEnd } from './before-end.ts';
import { oomBody } from './body.ts';
import { oomDump } from './dump.ts';
import { type OomLine, readOomLine } from './lines.ts';
import { isEmpty, isUntouched, oomState } from './state.ts';

/** Lines a record may begin with; the others mean nothing without what stands before them. */
const OPENING: ReadonlySet<OomLine['is']> = new Set([
  'header',
  'header-fragment',
  'decision',
  'decision-fragment',
  'choice',
  'kill',
  'group',
  'reaped',
  'no-killable',
  'panic',
  'sysrq',
  'sysrq-ignored',
  'suppressed',
]);

const MEM_INFO = /^Mem-Info:\s*$/;
/** Between two lines of Mem-Info and the table another CPU may print some. */
const MAX_FOREIGN_IN_A_ROW = 16;

/** The kernel cuts a line after 1 KiB; escaped it may be four times as long. */
const MAX_LINE = 4096;

/**
 * Opens a record on any line that proves a run of the OOM killer, and on those that announce one (SysRq, suppressed dumps).
 * A task table opens one too, or what is left of it, and so does a memcg block, since nothing else prints them. Mem-Info is one's only if a table or a decision follows: failed allocations and SysRq-m
 * print it as well.
 */
export function openOomDraft(entry: LogEntry): Draft<OomKill> | null {
  const { text } = entry;
  if (text.length > MAX_LINE) return null;
  if (beginsTable(text) || beginsMemcgBlock(text) || MEM_INFO.test(text)) return oomDraft(entry, null);
  const line = readOomLine(text);
  return line === null || !OPENING.has(line.is) ? null : oomDraft(entry, line);
}

const beginsTable = (text: string): boolean =>
  text.trimStart().startsWith(TASK_TABLE_TITLE) || isTaskTableHeader(text) || isLoneTaskRow(text);

/**
 * A record under construction. Until its end it takes the blocks of its dump; from then on only what is certainly its own,
 * since the next report may begin at once and look the same.
 */
function oomDraft(opener: LogEntry, openingLine: OomLine | null): Draft<OomKill> {
  const state = oomState();
  state.caller = opener.caller;
  if (openingLine === null) {
    state.dump = oomDump({});
    state.dump.feed(opener.text);
  } else takeBeforeEnd(state, openingLine, opener);

  function take(line: OomLine, entry: LogEntry): boolean {
    return state.settled ? takeAfterEnd(state, line, entry) : takeBeforeEnd(state, line, entry);
  }

  function feed(entry: LogEntry): boolean {
    const { text } = entry;
    if (text.length > MAX_LINE) return false;
    // Who announced a report (SysRq, suppressed dumps) need not be the task that prints it.
    const announced = isUntouched(state) && !state.settled;
    if (!announced && isOtherCaller(entry, state.caller)) return ofOther(text);
    if (!state.settled && state.dump?.feed(text)) return true;
    if (state.fragments.pending()) {
      const line = state.fragments.join(text);
      if (line !== null) return line === 'part' || take(line, entry);
    }
    const line = readOomLine(text);
    return line !== null && take(line, entry);
  }

  /** The reaper is a task of its own; everything else is printed by the task that ran out of memory. */
  function ofOther(text: string): boolean {
    const line = text.startsWith('oom_reaper: ') ? readOomLine(text) : null;
    return line?.is === 'reaped' && state.victims.reaped(line.reaped);
  }

  let isTentative = MEM_INFO.test(opener.text);
  let foreignLines = 0;

  /** A kill whose own dump was suppressed proves nothing about a memory dump before it. */
  function tentatively(entry: LogEntry): Claim {
    const line = readOomLine(entry.text);
    if (line !== null && line.is !== 'decision') return 'end';
    if (!feed(entry)) return ++foreignLines > MAX_FOREIGN_IN_A_ROW ? 'end' : 'foreign';
    foreignLines = 0;
    if (line !== null || beginsTable(entry.text)) isTentative = false;
    return 'mine';
  }

  // No getters here and in the blocks: V8 keeps an object with accessors of its own as a dictionary, and its closures alive.
  const draft = {
    settled: state.settled,
    tentative: isTentative,
    feed(entry: LogEntry): Claim {
      if (isTentative) {
        const claim = tentatively(entry);
        draft.tentative = isTentative;
        return claim;
      }
      const isOurs = feed(entry);
      draft.settled = state.settled;
      return isOurs ? 'mine' : 'foreign';
    },
    close: (reason: CloseReason) => (isTentative || isEmpty(state) ? null : oomBody(state, reason)),
  };
  return draft;
}
