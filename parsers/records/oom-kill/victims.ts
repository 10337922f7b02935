import type { OomVictim } from '../../model/records/oom-kill.ts';
import type { Reaped } from './aftermath.ts';
import type { KillLine } from './kill-line.ts';

type Cause = OomVictim['cause'];

/** Whom one run of the OOM killer killed, one entry a pid. */
export interface VictimLedger {
  count(): number;
  /** A kill line. A second one for a pid only counts up `timesPrinted`. */
  killed(kill: KillLine, cause: Cause, score: number | null): void;
  /** `Kill process ... sharing same memory`. */
  shared(pid: number, comm: string): void;
  add(victim: VictimDraft): void;
  /** A reaper line. False if nobody here has that pid, or its reaper line was there already. */
  reaped(reaped: Reaped): boolean;
  /** A reaper line whose kill line was lost. */
  reapedOnly(reaped: Reaped): void;
  has(pid: number): boolean;
  timesPrinted(pid: number): number;
  value(): readonly OomVictim[];
}

/** A victim that later lines may amend. */
export type VictimDraft = { -readonly [Key in keyof OomVictim]: OomVictim[Key] };

/** A victim of whom only pid and name are known. */
export const unknownVictim = (pid: number, comm: string, cause: Cause, basis: OomVictim['basis']): VictimDraft => ({
  pid,
  comm,
  uid: null,
  totalVmBytes: null,
  anonRssBytes: null,
  fileRssBytes: null,
  shmemRssBytes: null,
  pgtablesBytes: null,
  oomScoreAdj: null,
  score: null,
  cause,
  basis,
  timesPrinted: 1,
  reaped: null,
});

/** A group kill ends a whole cgroup: more victims than this are no group but a hostile log. */
const MAX_VICTIMS = 32_768;

export function victimLedger(): VictimLedger {
  const victims = new Map<number, VictimDraft>();

  function add(victim: VictimDraft): void {
    if (victims.size < MAX_VICTIMS) victims.set(victim.pid, victim);
  }

  return {
    count: () => victims.size,
    killed(kill, cause, score) {
      const known = victims.get(kill.pid);
      if (known !== undefined && known.basis === 'kill-line') {
        known.timesPrinted++;
        return;
      }
      add({
        ...unknownVictim(kill.pid, kill.comm, cause, 'kill-line'),
        uid: kill.uid,
        totalVmBytes: kill.totalVmBytes,
        anonRssBytes: kill.anonRssBytes,
        fileRssBytes: kill.fileRssBytes,
        shmemRssBytes: kill.shmemRssBytes,
        pgtablesBytes: kill.pgtablesBytes,
        oomScoreAdj: kill.oomScoreAdj,
        score,
        reaped: known?.reaped ?? null,
      });
    },
    shared(pid, comm) {
      const known = victims.get(pid);
      if (known === undefined) add(unknownVictim(pid, comm, 'shared-mm', 'kill-line'));
      else known.timesPrinted++;
    },
    add,
    reaped({ pid, left }) {
      const victim = victims.get(pid);
      if (victim === undefined || victim.reaped !== null) return false;
      victim.reaped = left;
      return true;
    },
    reapedOnly({ pid, comm, left }) {
      add({ ...unknownVictim(pid, comm, 'selected', 'reaper-line'), reaped: left, timesPrinted: 0 });
    },
    has: (pid) => victims.has(pid),
    timesPrinted: (pid) => victims.get(pid)?.timesPrinted ?? 0,
    value: () => [...victims.values()].map((victim) => ({ ...victim })),
  };
}
