import type { KernelRecord } from '../../parsers/model/record.ts';

/**
 * Knows which lines of a service manager tell of one end of a unit. systemd writes up to three: that a process of the unit was
 * killed by the OOM killer, that the main process exited, and, when everything is stopped, with which result.
 */
export interface UnitEnds {
  /** False for a line that adds nothing to what was told of this end. */
  isNews(record: KernelRecord): boolean;
}

interface End {
  readonly atMs: number;
  /** Somebody said that it was the OOM killer, or systemd-oomd. */
  readonly proved: boolean;
}

/** Stopping what is left of a unit takes up to TimeoutStopSec=, 90 s as a rule. */
const oneEndMs = 100_000;
const mostUnits = 1000;

export function createUnitEnds(nowMs: () => number): UnitEnds {
  const ends = new Map<string, End>();

  return {
    isNews(record) {
      if (record.kind !== 'unit-oom' && record.kind !== 'unit-signal-kill') return true;
      const { host, manager, unit, pod, container, time } = record;
      const key = JSON.stringify([host, manager, unit, pod, container]);
      const atMs = time === null ? nowMs() : Date.parse(time);
      const last = ends.get(key);
      const end = last !== undefined && Math.abs(atMs - last.atMs) <= oneEndMs ? last : null;
      ends.delete(key);
      if (record.kind === 'unit-signal-kill') {
        ends.set(key, end ?? { atMs, proved: false });
        forgetOldest();
        return end === null;
      }
      // With the result it is over: whatever comes then is another end.
      if (record.result === 'oom-kill') return end === null || !end.proved;
      ends.set(key, { atMs, proved: true });
      forgetOldest();
      return true;
    },
  };

  function forgetOldest(): void {
    const [oldest] = ends.keys();
    if (ends.size > mostUnits && oldest !== undefined) ends.delete(oldest);
  }
}
