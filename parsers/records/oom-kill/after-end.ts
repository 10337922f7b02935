import type { LogEntry } from '../../model/entry.ts';
import type { KillLine } from './kill-line.ts';
import type { OomLine } from './lines.ts';
import type { OomState } from './state.ts';

/** The kernel kills a group in one go; after a second of silence a kill line is the next event's. */
const GROUP_SILENCE_US = 1_000_000;

/**
 * Takes a line that may follow the end of a record: members of a group kill that was announced, processes on the victim's
 * memory, the reaper of one of its victims, the panic of a run that found nobody to kill. Anything else is another's.
 */
export function takeAfterEnd(state: OomState, line: OomLine, entry: LogEntry): boolean {
  switch (line.is) {
    case 'kill':
      return takeGroupMember(state, line.kill, entry);
    case 'group':
      if (state.overtaken || state.groupPath !== null || state.lastKill === null) return false;
      state.groupPath = line.path;
      state.lastKill = entry;
      return true;
    case 'shared':
      if (state.overtaken || state.kill === null) return false;
      state.victims.shared(line.pid, line.comm);
      return true;
    case 'spared':
      return state.groupPath !== null && !state.overtaken;
    case 'reaped':
      return state.victims.reaped(line.reaped);
    case 'pinned':
      return state.victims.has(line.pid);
    case 'panic':
      if (state.overtaken || !state.noKillable || state.panic !== null) return false;
      state.panic = line.message;
      return true;
    case 'panic-end':
      return state.panic !== null;
    case 'sysrq-ignored':
      return state.manual && state.noKillable && !state.overtaken;
    default:
      state.overtaken = true;
      return false;
  }
}

/** The first victim is printed twice, every other member once: a third time is another event. */
function takeGroupMember(state: OomState, line: KillLine, entry: LogEntry): boolean {
  const { kill, victims, lastKill } = state;
  if (isFirstAgain(state, line, entry)) state.groupLineLost = true;
  const isFirst = kill === null || kill.pid === line.pid;
  const sameMessage = kill === null || kill.message === null || kill.message.text === line.message?.text;
  const mine =
    !state.overtaken &&
    state.groupPath !== null &&
    lastKill !== null &&
    sameMessage &&
    withinGroupKill(lastKill, entry) &&
    victims.timesPrinted(line.pid) < (isFirst ? 2 : 1);
  if (isOnSameMemory(state, line, entry)) {
    victims.killed(line, 'shared-mm', null);
    state.lastKill = entry;
    return true;
  }
  if (!mine && !isFirstAgain(state, line, entry)) {
    state.overtaken = true;
    return false;
  }
  victims.killed(line, 'group', null);
  state.kill ??= line;
  state.lastKill = entry;
  return true;
}

/** Up to 2.6.11 the same line, with no word of its own, tells of each process on the victim's memory. */
function isOnSameMemory(
  { header, kill, lastKill, overtaken, victims }: OomState,
  line: KillLine,
  entry: LogEntry,
): boolean {
  if (header === null || header.order !== null || kill === null || lastKill === null || overtaken) return false;
  return kill.comm === line.comm && victims.timesPrinted(line.pid) === 0 && withinGroupKill(lastKill, entry);
}

/** The kernel kills a task twice only as a member of its group: the line that announces the group was lost. */
function isFirstAgain(state: OomState, line: KillLine, entry: LogEntry): boolean {
  const { kill, groupPath, lastKill, victims } = state;
  if (state.header === null || groupPath !== null || lastKill === null) return false;
  if (kill === null || kill.pid !== line.pid) return false;
  // Up to 5.0 a line of its own announces each new kill.
  const unannounced = line.message === null ? kill.message === null && !state.overtaken : line.totalVmBytes !== null;
  const sameMessage = kill.message === null || kill.message.text === line.message?.text;
  return unannounced && sameMessage && victims.timesPrinted(line.pid) < 2 && withinGroupKill(lastKill, entry);
}

function withinGroupKill(before: LogEntry, entry: LogEntry): boolean {
  const from = before.monotonicUs ?? before.stamp?.civilUs ?? null;
  const to = before.monotonicUs === null ? (entry.stamp?.civilUs ?? null) : entry.monotonicUs;
  return from === null || to === null || to - from <= GROUP_SILENCE_US;
}
