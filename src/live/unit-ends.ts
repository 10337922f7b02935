import type { KernelRecord, RecordOf } from '../../parsers/model/record.ts';

/**
 * Knows which lines of a service manager tell of one end of a unit. systemd writes up to three: that a process of the unit was
 * killed by the OOM killer, that the main process exited, and, when everything is stopped, with which result. The first it repeats
 * while a whole cgroup is killed, and says it of the slice that holds the unit too.
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
/** A cgroup that is killed whole is noticed several times; more than so far apart, another process was killed. */
const oneNoticeMs = 1000;
/** What counts in a unit counts in the slices around it. */
const sliceAfterMs = 5000;
const mostUnits = 1000;

export function createUnitEnds(nowMs: () => number): UnitEnds {
  const ends = new Map<string, End>();
  /** When a unit that is no slice was last told of, by host. */
  const units = new Map<string | null, number>();

  const near = (last: number | undefined, atMs: number, withinMs: number): boolean =>
    last !== undefined && Math.abs(atMs - last) < withinMs;

  function isEndNews(record: RecordOf<'unit-oom'> | RecordOf<'unit-signal-kill'>, atMs: number): boolean {
    const { host, manager, unit, pod, container } = record;
    const key = JSON.stringify([host, manager, unit, pod, container]);
    const last = ends.get(key);
    const end = near(last?.atMs, atMs, oneEndMs) ? last : undefined;
    ends.delete(key);
    if (record.kind === 'unit-signal-kill') {
      ends.set(key, end ?? { atMs, proved: false });
      return end === undefined;
    }
    // With the result it is over: whatever comes then is another end.
    if (record.result === 'oom-kill') return !end?.proved;
    const isRepeated = end?.proved === true && near(end.atMs, atMs, oneNoticeMs);
    ends.set(key, isRepeated ? end : { atMs, proved: true });
    return !isRepeated;
  }

  return {
    isNews(record) {
      if (record.kind !== 'unit-oom' && record.kind !== 'unit-signal-kill') return true;
      const { host, unit, time } = record;
      const atMs = time === null ? nowMs() : Date.parse(time);
      const isSlice = unit?.endsWith('.slice') ?? false;
      if (isSlice && near(units.get(host), atMs, sliceAfterMs)) return false;
      if (!isSlice) units.set(host, atMs);
      const isNews = isEndNews(record, atMs);
      forgetOldest(ends);
      forgetOldest(units);
      return isNews;
    },
  };
}

function forgetOldest<Key>(map: Map<Key, unknown>): void {
  if (map.size <= mostUnits) return;
  const [oldest] = map.keys();
  map.delete(oldest as Key);
}
