import type { LogEntry } from '../../model/entry.ts';
import type { Block } from '../blocks/block.ts';
import type { Decision } from './decision-line.ts';
import type { OomDump } from './dump.ts';
import { type FragmentJoiner, fragmentJoiner } from './fragments.ts';
import type { OomHeader } from './header.ts';
import type { ChoiceLine, KillLine } from './kill-line.ts';
import { unknownVictim, type VictimDraft, type VictimLedger, victimLedger } from './victims.ts';

/** What the lines of one run of the OOM killer have said so far. */
export interface OomState {
  header: OomHeader | null;
  /** The blocks of the dump; null where neither a header nor a piece of a task table opened one. */
  dump: Block<OomDump> | null;
  cpusetLine: { readonly cpuset: string; readonly memsAllowed: string } | null;
  /** Caller id of the task that runs the OOM killer, where the log has caller ids. */
  caller: string | null;
  decision: Decision | null;
  choice: ChoiceLine | null;
  /** The first kill line. */
  kill: KillLine | null;
  groupPath: string | null;
  /** A group was announced though no line says that its first victim was killed. */
  firstKillLost: boolean;
  /** The first victim was killed twice, as in a group, and no line announces one. */
  groupLineLost: boolean;
  panic: string | null;
  suppressed: number | null;
  /** SysRq-f. */
  manual: boolean;
  noKillable: boolean;
  /** The chosen task was on its way out by itself and was not killed. */
  spared: boolean;
  /** The record's end was seen. */
  settled: boolean;
  /** Another run of the OOM killer has begun since: what names no pid is its. */
  overtaken: boolean;
  /** The latest line of this kill: a group dies in one go. */
  lastKill: LogEntry | null;
  readonly victims: VictimLedger;
  readonly fragments: FragmentJoiner;
}

export const oomState = (): OomState => ({
  header: null,
  dump: null,
  cpusetLine: null,
  caller: null,
  decision: null,
  choice: null,
  kill: null,
  groupPath: null,
  firstKillLost: false,
  groupLineLost: false,
  panic: null,
  suppressed: null,
  manual: false,
  noKillable: false,
  spared: false,
  settled: false,
  overtaken: false,
  lastKill: null,
  victims: victimLedger(),
  fragments: fragmentJoiner(),
});

/** True while only an announcement was seen (SysRq, `callbacks suppressed`), or nothing. */
export const isUntouched = (state: OomState): boolean =>
  state.header === null && state.dump === null && state.decision === null && state.choice === null;

/** True if the record would say nothing: what was announced never came. */
export const isEmpty = (state: OomState): boolean =>
  isUntouched(state) &&
  state.victims.count() === 0 &&
  state.groupPath === null &&
  state.panic === null &&
  !state.noKillable &&
  !state.fragments.pending();

/** Whom the kernel chose, as the line printed last names it. */
export const chosenPid = (state: OomState): number | null => state.choice?.pid ?? state.decision?.pid ?? null;

/** The chosen task as a victim whose kill line was lost. Null where nobody was chosen or the run ended otherwise. */
export function chosenVictim({ choice, decision, ...state }: OomState): VictimDraft | null {
  if (state.kill !== null || state.spared || state.noKillable || state.panic !== null) return null;
  const chosen = choice ?? decision;
  if (chosen === null) return null;
  return {
    ...unknownVictim(chosen.pid, chosen.comm, 'selected', 'decision-line'),
    uid: choice === null ? (decision?.uid ?? null) : null,
    score: choice?.score ?? null,
    timesPrinted: 0,
  };
}
