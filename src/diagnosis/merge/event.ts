import type { RecordKind, TimeBasis } from '../../../parsers/model/record.ts';
import type { SourcePlace } from '../analysis.ts';
import type { Listed } from '../shelf.ts';
import { timesOf } from './clocks.ts';
import type { Cluster, SeenCluster } from './cluster.ts';
import type { Gist, OomGist, Victim } from './gist.ts';
import { sizesKey, taskKey } from './keys.ts';
import type { Ledger, Segment } from './ledger.ts';
import { segmentOf } from './segment.ts';
import { compareWorth, type Sighting } from './sighting.ts';
import { type Tie, tieByUnits } from './tie.ts';
import { createUnion, type Union } from './union.ts';

/** One event, whatever files it was seen in. */
export interface MergedEvent {
  /** Its place in the list of all events. */
  readonly index: number;
  readonly kind: RecordKind;
  /** The most complete sighting. */
  readonly best: Sighting;
  /** All of them, the best first. */
  readonly sightings: readonly Sighting[];
  readonly seenIn: readonly SourcePlace[];
  /** What all sightings together say. */
  readonly gist: Gist;
  readonly host: string | null;
  readonly bootId: string | null;
  /** Names the boot and the machine within one analysis: equal only where a proof ties the files together. */
  readonly boot: string;
  readonly machine: string;
  readonly atUs: number | null;
  readonly timeBasis: TimeBasis | null;
  readonly monotonicUs: number | null;
  readonly proved: boolean;
}

/** All events. Each is put together when it is asked for. */
export interface EventList extends Listed<MergedEvent> {
  /** Throws `RangeError` beyond the end. */
  at(index: number): MergedEvent;
}

/** Events of clusters; of a sighting that is an event of its own, `clusters` has the index only. */
export function foldEvents(
  clusters: readonly (Cluster | number)[],
  ledger: Ledger,
  boots: Union,
  hostOf: (segment: Segment) => string | null,
): EventList {
  const machines = createUnion();
  const seen: Listed<SeenCluster> = {
    length: clusters.length,
    at: (index) => seenCluster(clusters[index] as Cluster | number, ledger),
    *[Symbol.iterator]() {
      for (const cluster of clusters) yield seenCluster(cluster, ledger);
    },
  };
  const ties = ledger.has('unit-oom') ? tieByUnits(seen, boots) : [];
  for (const segment of ledger.segments) {
    const host = hostOf(segment);
    if (segment.bootId !== null) boots.join(segment.name, `boot ${segment.bootId}`);
    if (host !== null) machines.join(segment.name, `host ${host}`);
  }
  for (const { name } of ledger.segments) machines.join(name, boots.find(name));
  const offsets = offsetsOf(needsOffsets(ledger) ? seen : [], boots, ties);
  const at = (index: number): MergedEvent => {
    if (index < 0 || index >= clusters.length) throw new RangeError(`no event ${index} of ${clusters.length}`);
    return { index, ...fold(seen.at(index) as SeenCluster, boots, machines, offsets) };
  };
  return {
    length: clusters.length,
    at,
    *[Symbol.iterator]() {
      for (let index = 0; index < clusters.length; index++) yield at(index);
    },
  };
}

/** Whether a time may have to be moved from one clock to another. */
function needsOffsets(ledger: Ledger): boolean {
  const { knows } = ledger;
  if (ledger.sharedClock() === 'wallUs' || !(knows('wallUs') || knows('inferredUs'))) return false;
  return knows('monotonicUs') || (knows('wallUs') && knows('inferredUs'));
}

function seenCluster(cluster: Cluster | number, { sightings }: Ledger): SeenCluster {
  if (typeof cluster === 'number') {
    const sighting = sightings.at(cluster);
    return { times: timesOf(sighting), bootId: sighting.bootId, sightings: [sighting] };
  }
  const { times, bootId, members } = cluster;
  return { times, bootId, sightings: members.map((member) => sightings.at(member)) };
}

interface Offsets {
  /** Wall clock minus kernel clock, by boot. */
  readonly boot: ReadonlyMap<string, number>;
  /** What a guessed zone was off by, by host or file. */
  readonly zone: ReadonlyMap<string, number>;
}

function fold(cluster: SeenCluster, boots: Union, machines: Union, offsets: Offsets): Omit<MergedEvent, 'index'> {
  const sightings = cluster.sightings.length === 1 ? cluster.sightings : cluster.sightings.toSorted(compareWorth);
  const best = sightings[0] as Sighting;
  const boot = boots.find(segmentOf(best));
  const { monotonicUs, wallUs, inferredUs } = cluster.times;
  const offsetUs = offsets.boot.get(boot);
  const derivedUs = monotonicUs !== null && offsetUs !== undefined ? monotonicUs + offsetUs : null;
  const shiftedUs = inferredUs === null ? null : inferredUs + (offsets.zone.get(zoneOf(sightings)) ?? 0);
  const atUs = wallUs ?? derivedUs ?? shiftedUs;
  return {
    kind: best.kind,
    best,
    sightings,
    seenIn: sightings.flatMap(({ source, continuedIn, copies }) => [
      continuedIn === null ? source : { ...source, continuedIn },
      ...copies,
    ]),
    gist: mergeGists(sightings.map(({ gist }) => gist)),
    host: sightings.find(({ host }) => host !== null)?.host ?? null,
    bootId: cluster.bootId,
    boot,
    machine: machines.find(segmentOf(best)),
    atUs,
    timeBasis: wallUs !== null ? 'realtime' : atUs !== null ? 'inferred' : monotonicUs !== null ? 'monotonic' : null,
    monotonicUs,
    proved: sightings.some(({ proved }) => proved),
  };
}

/**
 * Of boots from the events of which both clocks are known: the median, since syslog reads late; else from what ties two
 * files. Of zones from the events that a log with a zone and one without tell of; what only the latter tells is moved with
 * them.
 */
function offsetsOf(clusters: Iterable<SeenCluster>, boots: Union, ties: readonly Tie[]): Offsets {
  const found = { boot: new Map<string, number[]>(), zone: new Map<string, number[]>() };
  for (const { times, sightings } of clusters) {
    const wallUs = times.wallUs ?? times.inferredUs;
    const [first] = sightings;
    if (wallUs !== null && times.monotonicUs !== null && first)
      add(found.boot, boots.find(segmentOf(first)), wallUs - times.monotonicUs);
    if (times.wallUs !== null && times.inferredUs !== null)
      add(found.zone, zoneOf(sightings), times.wallUs - times.inferredUs);
  }
  const boot = medians(found.boot);
  for (const { segment, offsetUs } of ties) {
    const tied = boots.find(segment);
    if (!boot.has(tied)) boot.set(tied, offsetUs);
  }
  return { boot, zone: medians(found.zone) };
}

/** Logs of one host are written in one zone. */
function zoneOf(sightings: readonly Sighting[]): string {
  const inferred = sightings.find(({ timeBasis }) => timeBasis === 'inferred');
  return inferred?.host ?? inferred?.source.path ?? '';
}

function add(lists: Map<string, number[]>, name: string, value: number): void {
  const list = lists.get(name);
  if (list) list.push(value);
  else lists.set(name, [value]);
}

const medians = (lists: ReadonlyMap<string, number[]>): Map<string, number> =>
  new Map([...lists].map(([name, list]) => [name, list.sort((a, b) => a - b)[Math.floor(list.length / 2)] as number]));

/** What the best sighting leaves open is filled from the next; of victims all are kept, each with its sizes where any has them. */
function mergeGists(gists: readonly Gist[]): Gist {
  const [best, ...others] = gists as [Gist, ...Gist[]];
  if (others.length === 0) return best;
  let filled: Gist = best;
  for (const other of others) {
    for (const [name, value] of Object.entries(other)) {
      if (value !== null && filled[name as keyof Gist] === null) filled = { ...filled, [name]: value };
    }
  }
  if (filled.kind !== 'oom-kill') return filled;
  const ooms = gists.filter((gist) => gist.kind === 'oom-kill');
  const manual = ooms.some((gist) => gist.manual);
  const groupKill = ooms.some((gist) => gist.groupKill);
  const outcome = ooms.map((gist) => gist.outcome).find((one) => one !== 'unknown') ?? 'unknown';
  const victims = mergeVictims(ooms);
  const { manual: known, groupKill: group, outcome: end, victims: named } = filled;
  if (manual === known && groupKill === group && outcome === end && victims === named) return filled;
  return { ...filled, manual, groupKill, victims, outcome };
}

/** The best sighting's own list where no other adds to it. */
function mergeVictims(gists: readonly OomGist[]): readonly Victim[] {
  const victims = new Map<string, Victim>();
  const [best] = gists;
  for (const victim of gists.flatMap((gist) => gist.victims)) {
    const known = victims.get(taskKey(victim));
    if (!known || (sizesKey(known) === null && sizesKey(victim) !== null)) victims.set(taskKey(victim), victim);
  }
  const merged = [...victims.values()];
  const isBest =
    best && merged.length === best.victims.length && merged.every((victim, at) => victim === best.victims[at]);
  return isBest ? best.victims : merged;
}
