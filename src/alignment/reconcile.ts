import type { KernelRecord } from '../../parsers/model/record.ts';
import type { Incident } from '../diagnosis/analysis.ts';
import type { Timeline } from '../store/timeline.ts';
import type { SampleClockGroup } from './clock-groups.ts';
import { spanInWords } from './clock-words.ts';
import { type CountedKills, countedKills, type KillSpan } from './kill-counter.ts';
import type { OwnedClock } from './log-places.ts';
import type { Match } from './match.ts';

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
      }
    },
    async notes() {
      const notes: string[] = [];
      const told = new Set<string>();
      for (const { group, logs } of clocks) {
        const place = group.host ?? group.directory;
        if (told.has(place) || loose.has(group) || group.assumedZone !== null || group.assumedDate) continue;
        const counted = await countedKills(timeline, group);
        if (counted === null) continue;
        told.add(place);
        const sinceBoot = group.timeBasis === 'monotonic';
        const isLogged = (fromUs: number, toUs: number): boolean =>
          sinceBoot || logs.length === 0 || logs.some((log) => log.fromUs <= toUs && log.toUs >= fromUs);
        notes.push(...compare(counted, logged.get(group) ?? [], { place, sinceBoot, isLogged }));
      }
      return notes.length <= mostNotes
        ? notes
        : [...notes.slice(0, mostNotes), `${notes.length - mostNotes} more differences between kill counters and log`];
    },
  };
}

interface Surroundings {
  readonly place: string;
  readonly sinceBoot: boolean;
  /** Whether any log covers a time. */
  isLogged(fromUs: number, toUs: number): boolean;
}

/** Sentences about kills that the counter saw and the log does not hold, and the other way round. Pure. */
export function compare(
  { steps, fromUs, toUs }: CountedKills,
  logged: readonly KillSpan[],
  { place, sinceBoot, isLogged }: Surroundings,
): string[] {
  const notes: string[] = [];
  for (const cluster of clusters(steps, logged)) {
    const counted = sum(cluster.steps);
    const inLog = sum(cluster.logged);
    const printed = cluster.logged.reduce((total, span) => total + (span.printed ?? span.kills), 0);
    const when = `between ${clock(cluster.fromUs, sinceBoot)} and ${clock(cluster.toUs, sinceBoot)} (${place})`;
    if (counted > 0 && !isLogged(cluster.fromUs, cluster.toUs))
      notes.push(`the kill counter rose by ${counted} ${when}, a time that no log here covers`);
    else if (counted > inLog && inLog === 0)
      notes.push(`the kill counter rose by ${counted} ${when}, and the log holds no kill there: ${silent(counted)}`);
    else if (counted > printed)
      notes.push(`the kill counter rose by ${counted} ${when}, and the log holds ${inLog}: ${silent(counted - inLog)}`);
    else if (counted < inLog && cluster.fromUs > fromUs && cluster.toUs < toUs)
      notes.push(`the log holds ${inLog} ${killWord(inLog)} ${when}, and the kill counter rose by ${counted}`);
  }
  return notes;
}

const killWord = (count: number): string => (count === 1 ? 'kill' : 'kills');
const silent = (count: number): string => (count === 1 ? 'a silent kill' : `${count} silent kills`);
const sum = (spans: readonly KillSpan[]): number => spans.reduce((total, { kills }) => total + kills, 0);

function clock(us: number, sinceBoot: boolean): string {
  return sinceBoot ? `${spanInWords(us)} after boot` : `${new Date(us / 1000).toISOString().slice(0, 19)}Z`;
}

interface Cluster {
  readonly fromUs: number;
  readonly toUs: number;
  readonly steps: readonly KillSpan[];
  readonly logged: readonly KillSpan[];
}

/** Spans of both sides that touch each other, directly or through others: within them, which is which cannot be told. */
function clusters(steps: readonly KillSpan[], logged: readonly KillSpan[]): Cluster[] {
  const all = [...steps.map((span) => ({ span, isStep: true })), ...logged.map((span) => ({ span, isStep: false }))];
  all.sort((a, b) => a.span.fromUs - b.span.fromUs);
  const found: { fromUs: number; toUs: number; steps: KillSpan[]; logged: KillSpan[] }[] = [];
  for (const { span, isStep } of all) {
    let last = found.at(-1);
    if (!last || span.fromUs > last.toUs) {
      last = { fromUs: span.fromUs, toUs: span.toUs, steps: [], logged: [] };
      found.push(last);
    }
    last.toUs = Math.max(last.toUs, span.toUs);
    (isStep ? last.steps : last.logged).push(span);
  }
  return found;
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
  const times = kills.map(({ time, monotonicSeconds }) =>
    clock === 'wall' ? Date.parse(time ?? '') * 1000 : (monotonicSeconds ?? 0) * 1_000_000,
  );
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

function startUs({ start, startMonotonicSeconds }: Incident, clock: 'wall' | 'kernel'): number {
  return clock === 'wall' ? Date.parse(start ?? '') * 1000 : (startMonotonicSeconds ?? 0) * 1_000_000;
}
