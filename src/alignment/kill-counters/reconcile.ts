import type { KernelRecord } from '../../../parsers/model/record.ts';
import type { Incident } from '../../diagnosis/analysis.ts';
import type { Timeline } from '../../store/timeline.ts';
import { counted } from '../../views/quantities.ts';
import { hasAssumedTime, type SampleClockGroup } from '../clocks/clock-groups.ts';
import type { Match } from '../clocks/match.ts';
import type { OwnedClock } from '../owners/log-places.ts';
import { cgroupKills, type KillInCgroup, killsInCgroups, silentSteps } from './cgroup-kills.ts';
import { clockInWords, clusters, compare, type Surroundings, silentKills, sum } from './compare-kills.ts';
import { type CountedKills, countedKills, type KillSpan } from './kill-counter.ts';

/** Compares the kills that logs hold with what kill counters among the samples say. */
export interface Reconciler {
  note(incident: Incident, records: readonly KernelRecord[], matches: readonly Match[]): void;
  /** Sentences about kills that only one of the two knows of. */
  notes(): Promise<string[]>;
}

const mostNotes = 10;
/** A counter is read, and a message stamped, this much beside the kill. */
const slackUs = 2_000_000;

export function createReconciler(timeline: Timeline, clocks: readonly OwnedClock[]): Reconciler {
  const logged = new Map<SampleClockGroup, KillSpan[]>();
  /** Clocks that could not be matched with the log surely: what is silent there cannot be told. */
  const loose = new Set<SampleClockGroup>();
  const inCgroups = new Map<SampleClockGroup, KillInCgroup[]>();

  /** Kills that only a cgroup's counter saw; where the machine's counter agrees with the log there are none. */
  async function cgroupNotes(
    group: SampleClockGroup,
    counted: CountedKills | null,
    around: Surroundings,
  ): Promise<string[]> {
    const counters = await cgroupKills(timeline, group);
    const silent = silentSteps(counters, inCgroups.get(group) ?? []);
    const host = counted === null ? [] : clusters(counted.steps, logged.get(group) ?? []);
    const isExplained = ({ fromUs, toUs }: KillSpan): boolean =>
      counted !== null &&
      counted.fromUs <= fromUs &&
      counted.toUs >= toUs &&
      !host.some((each) => each.fromUs <= toUs && each.toUs >= fromUs && sum(each.steps) > sum(each.logged));
    return silent
      .filter((step) => around.isLogged(step.fromUs, step.toUs) && !isExplained(step))
      .map(({ cgroup, kills, logged: inLog, fromUs, toUs }) => {
        const when = `between ${clockInWords(fromUs, around.sinceBoot)} and ${clockInWords(toUs, around.sinceBoot)} (${around.place})`;
        const held = inLog === 0 ? 'no kill' : `${inLog}`;
        return `the kill counter of ${cgroup} rose by ${kills} ${when}, and the log holds ${held} in it: ${silentKills(kills - inLog)}`;
      });
  }

  return {
    note(incident, records, matches) {
      const kills = killsIn(records);
      if (kills.count === 0) return;
      for (const { group, alignment } of matches) {
        const spans = logged.get(group) ?? [];
        logged.set(group, spans);
        if (alignment.trust === 'doubtful' || alignment.trust === 'assumed') loose.add(group);
        const from = alignment.eventUs + kills.firstUs - startUs(incident, kills.clock);
        spans.push({
          fromUs: from - alignment.alignmentErrorUs - slackUs,
          toUs: from + (kills.lastUs - kills.firstUs) + alignment.alignmentErrorUs + slackUs,
          kills: kills.count,
          printed: kills.printed,
        });
        const shiftUs = alignment.eventUs - startUs(incident, kills.clock);
        const errorUs = alignment.alignmentErrorUs + slackUs;
        const known = inCgroups.get(group) ?? [];
        inCgroups.set(group, [
          ...known,
          ...killsInCgroups(records, (record) => timeOf(record, kills.clock), { shiftUs, errorUs }),
        ]);
      }
    },
    async notes() {
      const notes: string[] = [];
      const told = new Set<string>();
      for (const { group, logs } of clocks) {
        const place = group.host ?? group.directory;
        if (told.has(place) || loose.has(group) || hasAssumedTime(group)) continue;
        const counted = await countedKills(timeline, group);
        if (counted !== null) told.add(place);
        const sinceBoot = group.timeBasis === 'monotonic';
        const isLogged = (fromUs: number, toUs: number): boolean =>
          sinceBoot || logs.length === 0 || logs.some((log) => log.fromUs <= toUs && log.toUs >= fromUs);
        const around = { place, sinceBoot, isLogged };
        if (counted !== null) notes.push(...compare(counted, logged.get(group) ?? [], around));
        notes.push(...(await cgroupNotes(group, counted, around)));
      }
      return notes.length <= mostNotes
        ? notes
        : [
            ...notes.slice(0, mostNotes),
            `${counted(notes.length - mostNotes, 'more difference')} between kill counters and log`,
          ];
    },
  };
}

interface LoggedKills {
  readonly count: number;
  readonly printed: number;
  readonly firstUs: number;
  readonly lastUs: number;
  readonly clock: 'wall' | 'kernel';
}

/** The processes the kernel killed in these records. */
function killsIn(records: readonly KernelRecord[]): LoggedKills {
  const kills = records.flatMap((record) => (record.kind === 'oom-kill' && record.victims.length > 0 ? [record] : []));
  const victims = kills.flatMap((kill) => kill.victims);
  const pids = new Set(victims.map(({ pid }) => pid));
  const clock = kills.every(({ time }) => time !== null) ? 'wall' : 'kernel';
  const times = kills.map((kill) => timeOf(kill, clock) ?? 0);
  return {
    count: pids.size,
    printed: Math.max(
      pids.size,
      victims.reduce((total, { timesPrinted }) => total + timesPrinted, 0),
    ),
    firstUs: times.reduce((least, us) => Math.min(least, us), Number.POSITIVE_INFINITY),
    lastUs: times.reduce((most, us) => Math.max(most, us), Number.NEGATIVE_INFINITY),
    clock,
  };
}

function timeOf({ time, monotonicSeconds }: KernelRecord, clock: 'wall' | 'kernel'): number | null {
  if (clock === 'wall') return time === null ? null : Date.parse(time) * 1000;
  return monotonicSeconds === null ? null : monotonicSeconds * 1_000_000;
}

function startUs({ start, startMonotonicSeconds }: Incident, clock: 'wall' | 'kernel'): number {
  return clock === 'wall' ? Date.parse(start ?? '') * 1000 : (startMonotonicSeconds ?? 0) * 1_000_000;
}
