import type { LogEntry } from '../../model/entry.ts';
import type { OomVictim } from '../../model/records/oom-kill.ts';
import type { Reaped } from './aftermath.ts';
import { oomDump } from './dump.ts';
import { headerComm, type OomHeader } from './header.ts';
import type { KillLine } from './kill-line.ts';
import type { OomLine } from './lines.ts';
import { chosenPid, chosenVictim, isUntouched, type OomState } from './state.ts';

/**
 * Takes a line of a record whose end was not seen yet. False: the line is not this record's, or comes when it cannot come.
 */
export function takeBeforeEnd(state: OomState, line: OomLine, entry: LogEntry): boolean {
  switch (line.is) {
    case 'header':
      return takeHeader(state, line.header, entry);
    case 'header-fragment':
      if (!isUntouched(state)) return false;
      state.dump = oomDump({ comm: headerComm(entry.text) });
      return state.fragments.begin(entry.text);
    case 'decision-fragment':
      return state.decision === null && state.choice === null && state.fragments.begin(entry.text);
    case 'decision':
      if (state.decision !== null || state.choice !== null) return false;
      state.decision = line.decision;
      return true;
    case 'choice':
      if (state.decision !== null && state.decision.pid !== line.choice.pid) return false;
      state.choice = line.choice;
      return true;
    case 'kill':
      return takeKill(state, line.kill, entry);
    case 'compaction':
      return state.header !== null;
    case 'cpuset':
      if (state.header?.comm !== line.comm || state.cpusetLine !== null) return false;
      state.cpusetLine = line;
      return true;
    case 'sysrq':
      if (!isUntouched(state)) return false;
      state.manual = true;
      return true;
    case 'suppressed':
      if (!isUntouched(state) || state.suppressed !== null) return false;
      state.suppressed = line.count;
      return true;
    case 'reaped':
      return takeReaped(state, line.reaped);
    default:
      return takeEnd(state, line, entry);
  }
}

/** Ends other than a kill line. */
function takeEnd(state: OomState, line: OomLine, entry: LogEntry): boolean {
  switch (line.is) {
    case 'spared':
      if (chosenPid(state) !== line.pid && (chosenPid(state) !== null || state.header === null)) return false;
      state.spared = true;
      break;
    case 'group':
      state.groupPath = line.path;
      state.firstKillLost = true;
      state.lastKill = entry;
      break;
    case 'no-killable':
      if (chosenPid(state) !== null) return false;
      state.noKillable = true;
      break;
    case 'panic':
      state.panic = line.message;
      break;
    case 'sysrq-ignored':
      if (!isUntouched(state)) return false;
      state.manual = true;
      state.noKillable = true;
      break;
    default:
      return false;
  }
  state.settled = true;
  return true;
}

/** Behind a SysRq line only the header that SysRq-f causes: order -1, on kernels up to 4.3 a plain GFP_KERNEL request. */
function takeHeader(state: OomState, header: OomHeader, entry: LogEntry): boolean {
  const bySysRq = header.order === -1 || (header.order === 0 && !header.namedFlags && header.gfpMask === '0xd0');
  const begun = state.header === null && state.dump !== null && state.fragments.joined();
  if (!isUntouched(state) && !begun) return false;
  if (state.manual && !bySysRq) return false;
  state.header = header;
  state.caller = entry.caller;
  state.dump ??= oomDump({ comm: header.comm }, { mayLackTitle: header.order === null });
  return true;
}

/** From 5.1 on the kill line names whom the decision line named; before, a child or a thread may have died instead. */
function takeKill(state: OomState, kill: KillLine, entry: LogEntry): boolean {
  const { decision, choice } = state;
  if (kill.message !== null && choice === null && decision !== null && decision.pid !== kill.pid) return false;
  state.kill = kill;
  state.victims.killed(kill, causeOf(state, kill), choice?.pid === kill.pid ? choice.score : kill.score);
  state.lastKill = entry;
  state.settled = true;
  return true;
}

/** Threads have no rows: a chosen pid without one, of the victim's name, is a thread of the process that died. */
function causeOf({ choice, dump }: OomState, kill: KillLine): OomVictim['cause'] {
  if (choice === null || choice.pid === kill.pid) return 'selected';
  const tasks = dump?.value().table.tasks ?? [];
  const hasRow = tasks.some(({ pid, tgid }) => pid === choice.pid || tgid === choice.pid);
  return tasks.length > 0 && choice.comm === kill.comm && !hasRow ? 'selected' : 'child';
}

/** A reaper line comes before the end only where the kill line was lost; without any other line it is all there is. */
function takeReaped(state: OomState, reaped: Reaped): boolean {
  if (isUntouched(state) && !state.manual && state.suppressed === null) {
    state.victims.reapedOnly(reaped);
    state.settled = true;
    return true;
  }
  if (chosenPid(state) !== reaped.pid) return false;
  const victim = chosenVictim(state);
  if (victim !== null) state.victims.add(victim);
  return state.victims.reaped(reaped);
}
