import { ROOT_ROW_MARK } from '../blocks/headerless-tasks.ts';
import {
  parseGroupLine,
  parseMemoryPanic,
  parsePinnedLine,
  parseReaped,
  parseSuppressed,
  type Reaped,
} from './aftermath.ts';
import { DECISION_MARK, type Decision, parseDecision } from './decision-line.ts';
import { mayBeHeader, type OomHeader, parseHeader } from './header.ts';
import {
  type ChoiceLine,
  type KillLine,
  parseChoiceLine,
  parseKillLine,
  parseSharedLine,
  parseSparedLine,
} from './kill-line.ts';
import { parseOpenvzHeader, parseOpenvzKill } from './openvz.ts';

/** A line that only the OOM killer prints, outside the dump's blocks. */
export type OomLine =
  | { readonly is: 'header'; readonly header: OomHeader }
  | { readonly is: 'header-fragment' }
  | { readonly is: 'compaction' }
  | { readonly is: 'cpuset'; readonly comm: string; readonly cpuset: string; readonly memsAllowed: string }
  | { readonly is: 'decision'; readonly decision: Decision }
  | { readonly is: 'decision-fragment' }
  | { readonly is: 'choice'; readonly choice: ChoiceLine }
  | { readonly is: 'kill'; readonly kill: KillLine }
  | { readonly is: 'shared'; readonly pid: number; readonly comm: string }
  | { readonly is: 'spared'; readonly pid: number }
  | { readonly is: 'group'; readonly path: string }
  | { readonly is: 'reaped'; readonly reaped: Reaped }
  | { readonly is: 'pinned'; readonly pid: number }
  | { readonly is: 'no-killable' }
  | { readonly is: 'panic'; readonly message: string }
  | { readonly is: 'panic-end' }
  | { readonly is: 'sysrq' }
  | { readonly is: 'sysrq-ignored' }
  | { readonly is: 'suppressed'; readonly count: number };

/**
 * Literals of which one stands in every line that may begin a record. The table's title and header are among them: a
 * ring buffer that overflowed begins in the middle of a report, and only the OOM killer prints that table.
 */
export const OPENERS: readonly string[] = [
  ' invoked oom-killer:',
  'oom-killer: gfp_mask=',
  // OpenVZ
  ' oom-killer: gfp 0x',
  ' oom-killer in ub ',
  DECISION_MARK,
  'illed process ',
  'ill process ',
  'memory.oom.group set',
  'no killable processes',
  'not syncing: Out of memory',
  'not syncing: System is deadlocked on memory',
  'panic_on_oom',
  'Manual OOM execution',
  'OOM request ignored',
  'callbacks suppressed',
  'oom_reaper: ',
  'Tasks state (memory values in pages):',
  'tgid total_vm',
  'killed as a result of limit of ',
  'kB, failcnt ',
  'Mem-Info:',
  ROOT_ROW_MARK,
];

const SYSRQ = /^(?:sysrq: ?)?(?:SysRq ?: ?)?Manual OOM execution\s*$/i;
const SYSRQ_IGNORED = /^(?:sysrq: ?)?(?:SysRq ?: ?)?OOM request ignored\b/i;
const CPUSET = /^(.*) cpuset=(.*?) mems_allowed=([\d,-]*)\s*$/s;
const NO_KILLABLE = /^Out of memory and no killable processes\.\.\.\s*$/;

let lastText = '';
let lastLine: OomLine | null = null;

/**
 * Reads one line of the OOM killer's own; null for everything else, the blocks of its dump included. In a kill storm dozens
 * of records wait for their reaper and are asked for the same line one after the other: it is read once.
 */
export function readOomLine(text: string): OomLine | null {
  if (text !== lastText) {
    lastLine = read(text);
    lastText = text;
  }
  return lastLine;
}

function read(text: string): OomLine | null {
  if (mayBeHeader(text)) {
    const header = parseHeader(text);
    if (header === 'fragment') return { is: 'header-fragment' };
    return header === null ? null : { is: 'header', header };
  }
  if (text.includes(') invoked ')) {
    const header = parseOpenvzHeader(text);
    if (header !== null) return { is: 'header', header };
  }
  if (text.startsWith(DECISION_MARK)) {
    const decision = parseDecision(text);
    if (decision === 'fragment') return { is: 'decision-fragment' };
    return decision === null ? null : { is: 'decision', decision };
  }
  const death = text.includes('ill process ') || text.includes('illed process ') || text.includes('OOM victim ');
  const line = death ? killFamily(text) : null;
  if (line !== null) return line;
  switch (text.charCodeAt(0)) {
    case 111: // o
      return oomFamily(text);
    case 75: // K
      return panic(text);
    case 45: // -
      return text.startsWith('---[ end Kernel panic - not syncing') ? { is: 'panic-end' } : null;
    case 79: // O
      if (NO_KILLABLE.test(text)) return { is: 'no-killable' };
      break;
    case 84: // T
      return group(text);
    default:
  }
  return rareLine(text);
}

function killFamily(text: string): OomLine | null {
  const kill = parseKillLine(text) ?? parseOpenvzKill(text);
  if (kill !== null) return { is: 'kill', kill };
  const choice = parseChoiceLine(text);
  if (choice !== null) return { is: 'choice', choice };
  const shared = parseSharedLine(text);
  return shared === null ? spared(text) : { is: 'shared', ...shared };
}

function spared(text: string): OomLine | null {
  const victim = parseSparedLine(text);
  return victim === null ? null : { is: 'spared', pid: victim.pid };
}

function oomFamily(text: string): OomLine | null {
  const reaped = parseReaped(text);
  if (reaped !== null) return { is: 'reaped', reaped };
  const pinned = parsePinnedLine(text);
  return pinned === null ? rareLine(text) : { is: 'pinned', pid: pinned };
}

function panic(text: string): OomLine | null {
  const message = parseMemoryPanic(text);
  return message === null ? rareLine(text) : { is: 'panic', message };
}

function group(text: string): OomLine | null {
  const path = parseGroupLine(text);
  return path === null ? rareLine(text) : { is: 'group', path };
}

/** Lines whose first character tells nothing: a comm or one of several spellings stands there. */
function rareLine(text: string): OomLine | null {
  if (text.includes('callbacks suppressed')) {
    const count = parseSuppressed(text);
    return count === null ? null : { is: 'suppressed', count };
  }
  if (text.includes(' mems_allowed=')) {
    const match = CPUSET.exec(text);
    if (match === null) return null;
    return { is: 'cpuset', comm: match[1] ?? '', cpuset: match[2] ?? '', memsAllowed: match[3] ?? '' };
  }
  if (text.includes('OOM ')) {
    if (SYSRQ.test(text)) return { is: 'sysrq' };
    if (SYSRQ_IGNORED.test(text)) return { is: 'sysrq-ignored' };
  }
  return text.startsWith('COMPACTION is disabled') ? { is: 'compaction' } : null;
}
