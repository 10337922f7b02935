import type { KernelRecord } from '../../parsers/model/record.ts';
import { sampleFormats } from '../../parsers/samples/index.ts';
import type { Incident } from '../diagnosis/analysis.ts';
import type { MeasuredSeries, MemoryHistory } from '../diagnosis/history.ts';
import type { Point } from '../diagnosis/trend/point.ts';
import { kernelClockMetric } from '../ingest/sample-points.ts';
import type { FileCoverage } from '../ingest/sink.ts';
import type { SampleFilter, SampleSeries, Timeline } from '../store/timeline.ts';
import { type Alignment, type AlignmentTrust, alignGroup, type LoggedEvent, loggedEvent } from './align.ts';
import { createClockGroups, isOf, type SampleClockGroup } from './clock-groups.ts';
import { withRates } from './counter-rates.ts';
import { createOwnership, type LogFolder, type Owner, owns } from './join.ts';
import type { ClockPair } from './kernel-clock.ts';
import { killsOf } from './kills.ts';
import { zoneOffsetUs } from './log-zone.ts';
import { zoneOffsets } from './offset-search.ts';
import { offsetByValues } from './same-values.ts';
import { nameSamplers, type SeriesPart } from './samplers.ts';
import { readTraces } from './traces.ts';

export interface HistoryOptions {
  /** PATHs of `--samples`. */
  readonly samplePaths?: readonly string[];
  /** `--offset`: added to the samples' times, microseconds. */
  readonly offsetUs?: number | null;
}

/** Loads what samples on a timeline tell of the time around incidents. */
export interface HistoryLoader {
  /** Null where no samples belong to the incident. `records` are the incident's own, read from the timeline where absent. */
  (incident: Incident, records?: readonly KernelRecord[]): Promise<MemoryHistory | null>;
  /** Where the incident lies on each clock of the samples that belong to it. */
  match(incident: Incident, records?: readonly KernelRecord[]): Promise<readonly Match[]>;
  /** The history that a match opens. */
  open(matches: readonly Match[]): Promise<MemoryHistory | null>;
  /** The clocks of samples that belong to a log, each with the times that its logs cover. */
  readonly clocks: readonly OwnedClock[];
  /** Samples that belong to no log, and those that had no clock in common with an incident so far, in sentences. */
  unused(): readonly string[];
}

const minuteUs = 60_000_000;
const hourUs = 60 * minuteUs;
/** The time around an event, finer the nearer: the first point of each `everyUs`, all of them where that is 0. */
const tiers = [
  { fromUs: -7 * 24 * hourUs, toUs: -6 * hourUs, everyUs: 15 * minuteUs },
  { fromUs: -6 * hourUs, toUs: -30 * minuteUs, everyUs: minuteUs },
  { fromUs: -30 * minuteUs, toUs: 30 * minuteUs, everyUs: 0 },
] as const;

/**
 * Looks once at what series there are; each incident then costs reads around its own time only, thinned with the distance.
 */
export async function createHistoryLoader(timeline: Timeline, options: HistoryOptions = {}): Promise<HistoryLoader> {
  const clocks = createClockGroups(kernelClockMetric);
  for await (const range of timeline.series()) clocks.add(range);
  const coverage = clocks.groups.length === 0 ? [] : await timeline.coverage();
  const ownerOf = createOwnership(logFolders(coverage), options.samplePaths ?? []);
  const owned = clocks.groups.map((group) => ({ group, owner: ownerOf(group) }));
  /** What the clock of a group showed more than the log's when it was last found out. */
  const knownUs = new Map<string, number>();
  const unmatched = new Set<string>();

  async function match(incident: Incident, given?: readonly KernelRecord[]): Promise<Match[]> {
    const mine = owned.filter(({ owner }) => owns(owner, incident));
    if (mine.length === 0) return [];
    const event = loggedEvent(incident);
    const candidates = mine.filter(({ group }) => mayReach(group, event, options));
    if (candidates.length === 0) return [];
    const records = given ?? (await killRecords(timeline, incident));
    const matches: Match[] = [];
    for (const { group, owner } of candidates) {
      const kills = killsOf(records, group.timeBasis === 'monotonic' || event.wallUs === null ? 'kernel' : 'wall');
      const alignment = await alignGroup(group, {
        event,
        kills,
        pairs: group.showsKernelClock ? await readPairs(timeline, group, event) : [],
        userOffsetUs: options.offsetUs ?? null,
        likelyUs: [...knownOf(knownUs, group), ...logZones(group, coverage, owner, event)],
        traces: (fromUs, toUs) => readTraces(timeline, group, kills, { fromUs, toUs }),
      });
      if (!alignment) {
        unmatched.add(placeInWords(group));
        continue;
      }
      if (alignment.basis === 'events') knownUs.set(group.key, -alignment.offsetUs);
      matches.push({ group, alignment, doubt: 'doubt' in owner ? owner.doubt : null });
    }
    return settleByValues(timeline, matches);
  }

  const unused = (): string[] => [
    ...unjoined(owned),
    ...[...unmatched].map(
      (place) => `samples ${place} share no clock with an incident and show no kill of it: not used there`,
    ),
  ];
  const open = (matches: readonly Match[]): Promise<MemoryHistory | null> => historyOf(timeline, matches);
  return Object.assign(
    async (incident: Incident, records?: readonly KernelRecord[]) => open(await match(incident, records)),
    { match, open, clocks: owned.flatMap((one) => ownedClock(one, coverage)), unused },
  );
}

export interface OwnedClock {
  readonly group: SampleClockGroup;
  /** Epoch microseconds; empty where the logs show no wall clock. */
  readonly logs: readonly { readonly fromUs: number; readonly toUs: number }[];
}

/** An incident on one clock of the samples. */
export interface Match {
  readonly group: SampleClockGroup;
  readonly alignment: Alignment;
  readonly doubt: string | null;
}

const trustOrder: readonly AlignmentTrust[] = ['settled', 'stated', 'assumed', 'doubtful'];

/**
 * Settles clocks whose zone was assumed by those that are settled: two tools that read one number at one time give one curve.
 */
async function settleByValues(timeline: Timeline, matches: readonly Match[]): Promise<Match[]> {
  const reference = matches.find(
    ({ group, alignment: { trust } }) =>
      (trust === 'settled' || trust === 'stated') && group.assumedZone === null && !group.assumedDate,
  );
  if (!reference) return [...matches];
  const settled: Match[] = [];
  for (const match of matches) {
    const { group, alignment } = match;
    const open = alignment.trust === 'assumed' || alignment.trust === 'doubtful';
    const offsetUs =
      open && (group.assumedZone !== null || group.assumedDate) ? await valueOffset(timeline, reference, match) : null;
    if (offsetUs === null) {
      settled.push(match);
      continue;
    }
    const eventUs = reference.alignment.eventUs + offsetUs;
    const movedUs = alignment.offsetUs - (eventUs - alignment.eventUs);
    const { alignmentErrorUs } = reference.alignment;
    const found = { eventUs, alignmentErrorUs, offsetUs: movedUs, trust: 'settled', sentence: null } as const;
    settled.push({ ...match, alignment: { ...alignment, ...found } });
  }
  return settled;
}

/** How far the clock of one match is ahead of the reference's, by the memory that both saw. */
async function valueOffset(timeline: Timeline, reference: Match, { group }: Match): Promise<number | null> {
  for (const metric of ['memFreeBytes', 'memAvailableBytes']) {
    const { eventUs } = reference.alignment;
    const known = await curve(timeline, reference.group, metric, { fromUs: eventUs - hourUs, toUs: eventUs + hourUs });
    const wide = group.assumedDate
      ? { fromUs: group.fromUs, toUs: group.toUs }
      : { fromUs: eventUs - 16 * hourUs, toUs: eventUs + 16 * hourUs };
    const unknown = await curve(timeline, group, metric, wide);
    if (known.length === 0 || unknown.length === 0) continue;
    const dayUs = 24 * hourUs;
    const day = group.assumedDate ? Math.round(((group.fromUs + group.toUs) / 2 - eventUs) / dayUs) : 0;
    const days = group.assumedDate ? [day - 1, day, day + 1] : [0];
    const found = offsetByValues(known, unknown, zoneOffsets(days));
    if (found !== null) return found;
  }
  return null;
}

/** One system metric of a group, of the one format that has most of it, in at most a few thousand points. */
async function curve(
  timeline: Timeline,
  group: SampleClockGroup,
  metric: string,
  period: { readonly fromUs: number; readonly toUs: number },
): Promise<readonly Point[]> {
  const curves = new Map<string, Point[]>();
  const filter: SampleFilter = {
    ...place(group),
    ...period,
    metrics: [metric],
    scopes: ['system'],
    everyUs: Math.max(1, Math.floor((period.toUs - period.fromUs) / 8000)),
  };
  for await (const { series, points } of timeline.samples(filter)) {
    if (!isOf(group, series)) continue;
    const held = curves.get(series.format) ?? [];
    curves.set(series.format, held);
    for (const { atUs, value } of points) held.push({ atUs, value });
  }
  return [...curves.values()].reduce((best, one) => (one.length > best.length ? one : best), []);
}

/** All groups on the clock of the one that is matched best; what contradicts it is left out. */
async function historyOf(timeline: Timeline, aligned: readonly Match[]): Promise<MemoryHistory | null> {
  const ranked = [...aligned].sort(
    (a, b) =>
      trustOrder.indexOf(a.alignment.trust) - trustOrder.indexOf(b.alignment.trust) ||
      Number(a.group.timeBasis === 'monotonic') - Number(b.group.timeBasis === 'monotonic') ||
      a.alignment.alignmentErrorUs - b.alignment.alignmentErrorUs,
  );
  const main = ranked[0];
  if (!main) return null;
  const kept = ranked.filter(
    ({ group, alignment }) =>
      alignment.trust !== 'doubtful' || alignment === main.alignment || !(group.assumedDate || group.assumedZone),
  );
  const parts: SeriesPart[] = [];
  const trusts = new Map<SampleSeries, AlignmentTrust>();
  for (const { group, alignment } of kept) {
    const shiftUs = main.alignment.eventUs - alignment.eventUs;
    for (const part of await readParts(timeline, group, alignment.eventUs)) {
      parts.push(
        shiftUs === 0 ? part : { ...part, points: part.points.map((p) => ({ ...p, atUs: p.atUs + shiftUs })) },
      );
      trusts.set(part.series, alignment.trust);
    }
  }
  const { eventUs, alignmentErrorUs, offsetUs, basis, trust } = main.alignment;
  const sentences = [...new Set([main.alignment.sentence, ...kept.map(({ doubt }) => doubt)])];
  return {
    series: withRates(inSamplers(parts, trusts)),
    eventUs,
    alignmentErrorUs,
    alignment: { offsetUs, basis, trust, sentences: sentences.filter((sentence) => sentence !== null) },
  };
}

function inSamplers(parts: readonly SeriesPart[], trusts: ReadonlyMap<SampleSeries, AlignmentTrust>): MeasuredSeries[] {
  const samplerOf = nameSamplers(parts);
  const whole = new Map<string, { series: SampleSeries; sampler: string; points: SeriesPart['points'] }>();
  for (const part of parts) {
    const { directory: _, ...measured } = part.series;
    const sampler = samplerOf(part);
    const key = JSON.stringify([sampler, measured]);
    const held = whole.get(key);
    if (held) for (const point of part.points) held.points.push(point);
    else whole.set(key, { series: part.series, sampler, points: [...part.points] });
  }
  return [...whole.values()].map(({ series, sampler, points }): MeasuredSeries => {
    const trust = trusts.get(series);
    const settled = trust === 'settled' && (series.assumedZone !== undefined || series.assumedDate === true);
    const doubtful = trust === 'doubtful' || trust === 'assumed';
    return {
      ...series,
      timeBasis: settled ? 'realtime' : doubtful ? 'inferred' : series.timeBasis,
      sampler,
      points: points.sort((a, b) => a.atUs - b.atUs),
    };
  });
}

async function readParts(timeline: Timeline, group: SampleClockGroup, eventUs: number): Promise<SeriesPart[]> {
  const parts = new Map<string, SeriesPart>();
  for (const { fromUs, toUs, everyUs } of tiers) {
    const period = { fromUs: Math.round(eventUs + fromUs), toUs: Math.round(eventUs + toUs) - 1 };
    if (period.toUs < group.fromUs || period.fromUs > group.toUs) continue;
    const filter: SampleFilter = { ...place(group), ...period, ...(everyUs === 0 ? {} : { everyUs }) };
    for await (const { series, points } of timeline.samples(filter)) {
      if (!isOf(group, series) || series.metric === kernelClockMetric) continue;
      const identity = JSON.stringify(series);
      let part = null as SeriesPart | null;
      for (const point of points) {
        const { path } = point.source;
        if (part?.path !== path) {
          const key: string = `${path}\n${identity}`;
          part = parts.get(key) ?? { series, path, points: [] };
          parts.set(key, part);
        }
        part.points.push(point);
      }
    }
  }
  return [...parts.values()];
}

/** Readings of the kernel's clock: sparse over the days around, all of them close to the event. */
async function readPairs(timeline: Timeline, group: SampleClockGroup, event: LoggedEvent): Promise<ClockPair[]> {
  const base: SampleFilter = { ...place(group), metrics: [kernelClockMetric], scopes: ['system'] };
  const sparse = await pairsIn(timeline, group, { ...base, everyUs: hourUs });
  const fine: ClockPair[] = [];
  for (const pair of sparse) {
    const near = event.monotonicUs !== null && Math.abs(pair.monotonicUs - event.monotonicUs) <= 1.5 * hourUs;
    if (near)
      fine.push(...(await pairsIn(timeline, group, { ...base, fromUs: pair.wallUs, toUs: pair.wallUs + hourUs })));
    if (fine.length > mostPairs) break;
  }
  return [...sparse, ...fine].sort((a, b) => a.wallUs - b.wallUs || a.monotonicUs - b.monotonicUs);
}

const mostPairs = 100_000;

async function pairsIn(timeline: Timeline, group: SampleClockGroup, filter: SampleFilter): Promise<ClockPair[]> {
  const pairs: ClockPair[] = [];
  for await (const { series, points } of timeline.samples(filter)) {
    if (!isOf(group, series)) continue;
    for (const { atUs, value } of points) pairs.push({ wallUs: atUs, monotonicUs: Math.round(value * 1_000_000) });
  }
  return pairs;
}

async function killRecords(timeline: Timeline, { records: ids }: Incident): Promise<KernelRecord[]> {
  const records: KernelRecord[] = [];
  const filter = { ids: ids.slice(0, 100), kinds: ['oom-kill'], order: 'time' } as const;
  if (ids.length > 0) for await (const { record } of timeline.records(filter)) records.push(record);
  return records;
}

/** Whether a group's points may lie around the event at all: what is surely elsewhere is not read. */
function mayReach(group: SampleClockGroup, event: LoggedEvent, { offsetUs }: HistoryOptions): boolean {
  if (group.timeBasis === 'monotonic' || group.assumedDate || event.wallUs === null || group.showsKernelClock)
    return true;
  const eventUs = event.wallUs - (offsetUs ?? 0);
  const { fromUs } = tiers[0];
  return group.fromUs <= eventUs + 24 * hourUs && group.toUs >= eventUs + fromUs - 24 * hourUs;
}

function knownOf(known: ReadonlyMap<string, number>, { key }: SampleClockGroup): number[] {
  const us = known.get(key);
  return us === undefined ? [] : [us];
}

/** Where the log states a zone and the samples none, they are likely of that zone too. */
function logZones(
  group: SampleClockGroup,
  coverage: readonly FileCoverage[],
  owner: Owner,
  { wallUs }: LoggedEvent,
): number[] {
  if (group.assumedZone === null || wallUs === null || 'unjoined' in owner) return [];
  const assumedUs = zoneOffsetUs(group.assumedZone, wallUs);
  const stated = logsOf(owner, coverage).flatMap(({ offsetMinutes }) => (offsetMinutes ? [offsetMinutes] : []));
  return [...new Set(stated)].map((minutes) => minutes * minuteUs - assumedUs);
}

function logsOf(owner: Owner, coverage: readonly FileCoverage[]): FileCoverage[] {
  if ('unjoined' in owner) return [];
  return coverage.filter(
    ({ directory, hosts, samples }) =>
      samples === 0 && (owner.directories.has(directory) || (owner.host !== null && hosts.includes(owner.host))),
  );
}

function ownedClock(
  { group, owner }: { readonly group: SampleClockGroup; readonly owner: Owner },
  coverage: readonly FileCoverage[],
): OwnedClock[] {
  if ('unjoined' in owner) return [];
  const logs = logsOf(owner, coverage).flatMap(({ fromUs, toUs }) =>
    fromUs === null || toUs === null ? [] : [{ fromUs, toUs }],
  );
  return [{ group, logs }];
}

const sampleFormatNames: ReadonlySet<string> = new Set(sampleFormats.map(({ name }) => name));

/** Rows of the coverage that are logs: an empty listing in a sample format is none. */
function logFolders(coverage: readonly FileCoverage[]): LogFolder[] {
  // What a program printed on its own error output beside the samples is no log that samples could belong to.
  const logs = coverage.filter(({ format, showsKernel }) => format !== 'plain' || showsKernel === true);
  return (logs.some((file) => logFolder(file).length > 0) ? logs : coverage).flatMap(logFolder);
}

function logFolder({ directory, hosts, samples, format, records }: FileCoverage): LogFolder[] {
  const framed = samples === 0 && format !== null && format.split('+').every((name) => !isSampleFormat(name));
  return records > 0 || framed ? [{ directory, hosts }] : [];
}

function isSampleFormat(name: string): boolean {
  return name === '' || sampleFormatNames.has(name);
}

function place({ host, directory }: SampleClockGroup): SampleFilter {
  return { host, ...(host === null ? { directory } : {}) };
}

function unjoined(owned: readonly { readonly group: SampleClockGroup; readonly owner: Owner }[]): string[] {
  const sentences = owned.flatMap(({ group, owner }) =>
    'unjoined' in owner ? [`samples ${placeInWords(group)} belong to no log: ${owner.unjoined}`] : [],
  );
  return [...new Set(sentences)];
}

function placeInWords({ host, directory }: SampleClockGroup): string {
  return host === null ? `in ${directory}` : `of ${host}`;
}
