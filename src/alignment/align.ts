import type { Incident } from '../diagnosis/analysis.ts';
import type { MeasuredSeries } from '../diagnosis/history.ts';
import { kernelClockMetric } from '../ingest/sample-points.ts';
import type { SampleClockGroup } from './clock-groups.ts';
import { spanInWords } from './clock-words.ts';
import { type Agreement, agreementAt, type LoggedKill, type SampledTraces } from './evidence.ts';
import { type ClockPair, wallClockAt } from './kernel-clock.ts';
import { bestOffset, type FoundOffset, freeOffset, oneWitness, onlyStep, zoneOffsets } from './offset-search.ts';

export { kernelClockMetric } from '../ingest/sample-points.ts';

/**
 * How log and samples were brought onto one clock. `kernel-clock`: both show the kernel's own. `events`: kills that both
 * saw. `wall-clock`: as both write it. `user`: `--offset`.
 */
export type AlignmentBasis = 'kernel-clock' | 'wall-clock' | 'events' | 'user';

/**
 * How far the match may be believed. `settled`: proved by the kernel's clock, by events, or by the user's word. `stated`: both
 * write their zone. `assumed`: a zone or a day was assumed and nothing contradicts. `doubtful`: something does.
 */
export type AlignmentTrust = 'settled' | 'stated' | 'assumed' | 'doubtful';

/** Where an incident's first event lies on the samples' clock, and how sure that is. */
export interface Alignment {
  /** Epoch microseconds; since boot where the samples show only the kernel's clock. */
  readonly eventUs: number;
  readonly alignmentErrorUs: number;
  /** What is added to the samples' times to have the log's; 0 where the log has no wall clock. */
  readonly offsetUs: number;
  readonly basis: AlignmentBasis;
  readonly trust: AlignmentTrust;
  /** What a reader must know of the match, beginning with "their clock" or the like; null where nothing is doubtful or was corrected. */
  readonly sentence: string | null;
}

/** An incident's first event as the log times it. */
export interface LoggedEvent {
  readonly wallUs: number | null;
  readonly wallErrorUs: number;
  /** The log states no zone or no year. */
  readonly wallInferred: boolean;
  readonly monotonicUs: number | null;
}

/** What is known of one group's clock beside its points. */
export interface ClockFacts {
  readonly event: LoggedEvent;
  readonly pairs: readonly ClockPair[];
  /** Kills on the log's wall clock, or on the kernel's where the log has no other. */
  readonly kills: readonly LoggedKill[];
  /** `--offset`: added to the samples' times; null where the user gave none. */
  readonly userOffsetUs: number | null;
  /** Offsets to try first: the log's zone, what earlier incidents of these samples came to. In clock terms: samples less log. */
  readonly likelyUs: readonly number[];
  /** Reads what the samples show of the kills between two times of their clock. */
  traces(fromUs: number, toUs: number): Promise<SampledTraces>;
}

const nearUs = 600_000_000;
const dayUs = 86_400_000_000;
/** Zones move a time by so much at most. */
const mostZoneUs = 14 * 3_600_000_000;
const monotonicErrorUs = 100_000;
const driftPerUs = 50e-6;

export function loggedEvent({ start, startMonotonicSeconds, timeBasis }: Incident): LoggedEvent {
  const wholeSeconds = start !== null && /:\d\d(?:\.0+)?Z$/.test(start);
  return {
    wallUs: start === null ? null : Date.parse(start) * 1000,
    // A stamp in whole seconds is up to one second early; a logger under memory pressure stamps late.
    wallErrorUs: wholeSeconds ? 2_000_000 : 1_000_000,
    wallInferred: timeBasis === 'inferred',
    monotonicUs: startMonotonicSeconds === null ? null : Math.round(startMonotonicSeconds * 1_000_000),
  };
}

/** Matches one group of samples with the log. Null where they have no clock in common and no event that both saw. */
export async function alignGroup(group: SampleClockGroup, facts: ClockFacts): Promise<Alignment | null> {
  const { event, userOffsetUs } = facts;
  if (group.timeBasis === 'monotonic') return alignMonotonic(group, facts);
  const byKernel = alignByKernelClock(facts);
  if (userOffsetUs !== null && event.wallUs !== null)
    return {
      eventUs: event.wallUs - userOffsetUs,
      alignmentErrorUs: event.wallErrorUs,
      offsetUs: userOffsetUs,
      basis: 'user',
      trust: 'settled',
      sentence: `the samples' times were moved by ${signed(userOffsetUs)} as --offset says`,
    };
  if (byKernel && (event.wallUs === null || byKernel.alignmentErrorUs <= event.wallErrorUs)) return byKernel;
  if (event.wallUs === null) return byKernel ?? alignByEvents(facts, null);
  const byWall = await alignByWallClock(group, facts, event.wallUs);
  // A long uptime lets the kernel's clock drift, and the wall clock is nearer; a wall clock that is far off is not.
  if (byKernel && Math.abs(byKernel.eventUs - byWall.eventUs) > byKernel.alignmentErrorUs + byWall.alignmentErrorUs)
    return byKernel;
  return byWall;
}

function alignByKernelClock({ pairs, event }: ClockFacts): Alignment | null {
  if (event.monotonicUs === null) return null;
  const estimate = wallClockAt(pairs, event.monotonicUs, event.wallUs);
  if (!estimate) return null;
  const offsetUs = event.wallUs === null ? 0 : event.wallUs - estimate.wallUs;
  const apart = Math.abs(offsetUs) > event.wallErrorUs + estimate.errorUs + 1_000_000;
  const sentences = [
    ...(apart
      ? [`the samples' wall clock is ${aheadOrBehind(-offsetUs)} the log's: they were matched by the kernel's clock`]
      : []),
    ...(estimate.stepUs === 0
      ? []
      : [
          `the wall clock was set by ${signed(estimate.stepUs)}, or the machine slept, between two samples at the event`,
        ]),
  ];
  return {
    eventUs: estimate.wallUs,
    alignmentErrorUs: estimate.errorUs,
    offsetUs,
    basis: 'kernel-clock',
    trust: 'settled',
    sentence: sentences.join('; ') || null,
  };
}

async function alignMonotonic({ fromUs, toUs }: SampleClockGroup, facts: ClockFacts): Promise<Alignment | null> {
  const { monotonicUs } = facts.event;
  if (monotonicUs === null) return alignByEvents(facts, { fromUs, toUs });
  const offsetUs = facts.userOffsetUs ?? 0;
  return {
    eventUs: monotonicUs - offsetUs,
    alignmentErrorUs: Math.round(monotonicErrorUs + driftPerUs * monotonicUs),
    offsetUs,
    basis: facts.userOffsetUs === null ? 'kernel-clock' : 'user',
    trust: 'settled',
    sentence: null,
  };
}

/** No clock in common: only what both saw can tell. */
async function alignByEvents(
  facts: ClockFacts,
  range: { readonly fromUs: number; readonly toUs: number } | null,
): Promise<Alignment | null> {
  const anchorUs = facts.event.wallUs ?? facts.event.monotonicUs;
  if (anchorUs === null || facts.kills.length === 0) return null;
  const traces = await facts.traces(range?.fromUs ?? 0, range?.toUs ?? Number.MAX_SAFE_INTEGER);
  const proved = freeOffset(facts.kills, traces);
  const found = proved ?? onlyStep(facts.kills, traces);
  if (!found) return null;
  return {
    eventUs: anchorUs + found.offsetUs,
    alignmentErrorUs: found.errorUs,
    offsetUs: 0,
    basis: 'events',
    trust: proved ? 'settled' : 'assumed',
    sentence: `log and samples have no clock in common: matched by ${found.agreement.by}, ${uncertainty(found.errorUs)}`,
  };
}

async function alignByWallClock(group: SampleClockGroup, facts: ClockFacts, wallUs: number): Promise<Alignment> {
  const { event, kills, likelyUs } = facts;
  const guessed = group.assumedZone !== null || group.assumedDate || event.wallInferred;
  const errorUs = event.wallErrorUs;
  const home = group.assumedDate ? nearestDay(group, wallUs) : 0;
  const firstGuesses = [...likelyUs, home];
  const plain = (offsetUs: number, trust: AlignmentTrust, sentence: string | null, moreErrorUs = 0): Alignment => ({
    eventUs: wallUs + offsetUs,
    alignmentErrorUs: errorUs + moreErrorUs,
    offsetUs: 0 - offsetUs,
    basis: 'wall-clock',
    trust,
    sentence,
  });
  const byEvents = (
    { offsetUs, agreement }: Pick<FoundOffset, 'offsetUs' | 'agreement'>,
    foundErrorUs: number,
  ): Alignment => ({
    eventUs: wallUs + offsetUs,
    alignmentErrorUs: Math.max(errorUs, foundErrorUs),
    offsetUs: 0 - offsetUs,
    basis: 'events',
    trust: 'settled',
    sentence:
      Math.abs(offsetUs) <= errorUs
        ? null
        : `the samples' clock is ${aheadOrBehind(offsetUs)} the log's: matched by ${agreement.by}, ${uncertainty(Math.max(errorUs, foundErrorUs))} (--offset corrects it)`,
  });

  let atHome: Agreement | null = null;
  for (const offsetUs of firstGuesses) {
    if (kills.length === 0 || !reaches(group, wallUs + offsetUs)) continue;
    const agreement = agreementAt(
      kills,
      await facts.traces(wallUs + offsetUs - nearUs, wallUs + offsetUs + nearUs),
      offsetUs,
    );
    if (offsetUs === home) atHome = agreement;
    if (agreement.net >= 2) return byEvents({ offsetUs, agreement }, 0);
  }
  const suspicious = guessed || atHome?.contradicted || !reaches(group, wallUs);
  if (kills.length > 0 && suspicious) {
    const traces = await facts.traces(wallUs + home - mostZoneUs - dayUs, wallUs + home + mostZoneUs + dayUs);
    const days = group.assumedDate ? [-1, 0, 1].map((day) => day * dayUs + home) : [0];
    const candidates = days.flatMap((base) => zoneOffsets().map((offsetUs) => base + offsetUs));
    const found = bestOffset(kills, traces, candidates, { errorUs }) ?? freeOffset(kills, traces);
    if (found && found.agreement.net > (atHome?.net ?? 0) + 1) return byEvents(found, found.errorUs);
    const likely = guessed ? bestOffset(kills, traces, candidates, { errorUs, least: oneWitness.least }) : null;
    if (likely && likely.agreement.roomUs.before + likely.agreement.roomUs.after <= oneWitness.mostRoomUs)
      return { ...byEvents(likely, errorUs), trust: 'assumed' };
  }

  const at = guessed ? (firstGuesses.find((offsetUs) => reaches(group, wallUs + offsetUs)) ?? home) : 0;
  const gapUs = distanceTo(group, wallUs + at);
  const ends = gapUs <= slackAtEndsUs ? null : endsIn(group, wallUs + at);
  if (atHome?.contradicted)
    return plain(
      at,
      'doubtful',
      'at the time of the kill the samples show none: one of the clocks may be wrong (--offset corrects it)',
      farthest(group, wallUs + at),
    );
  if (guessed) {
    const what = group.assumedDate ? 'no date' : 'no zone';
    const whose =
      group.assumedZone === null && !group.assumedDate ? `the log states no zone or year` : `the samples state ${what}`;
    const sentence = `${whose}, and nothing in them shows the event: --tz or --offset corrects the time assumed`;
    return plain(at, ends ? 'doubtful' : 'assumed', ends ? `${sentence}; ${ends}` : sentence, mostZoneUs);
  }
  if (!ends) return plain(0, 'stated', null);
  // A sampler that stopped, or a clock that is wrong: both look like this.
  return plain(
    0,
    gapUs > mostSilenceUs ? 'doubtful' : 'stated',
    ends,
    gapUs > mostSilenceUs ? farthest(group, wallUs) : 0,
  );
}

/** Samples that stop so shortly before the event have not stopped. */
const slackAtEndsUs = 120_000_000;
/** Samplers that write every ten minutes may be silent for so long. */
const mostSilenceUs = 900_000_000;

function endsIn(group: SampleClockGroup, eventUs: number): string {
  return eventUs > group.toUs
    ? `the samples end ${spanInWords(eventUs - group.toUs)} before the event`
    : `the samples begin ${spanInWords(group.fromUs - eventUs)} after the event`;
}

function reaches(group: SampleClockGroup, eventUs: number): boolean {
  return distanceTo(group, eventUs) <= slackAtEndsUs;
}

function distanceTo({ fromUs, toUs }: SampleClockGroup, eventUs: number): number {
  return Math.max(0, fromUs - eventUs, eventUs - toUs);
}

/** If a clock is wrong, the event may lie anywhere in the samples. */
function farthest({ fromUs, toUs }: SampleClockGroup, eventUs: number): number {
  return Math.max(Math.abs(eventUs - fromUs), Math.abs(eventUs - toUs));
}

/** Whole days that bring samples without a date to the event. */
function nearestDay({ fromUs, toUs }: SampleClockGroup, wallUs: number): number {
  const middle = (fromUs + toUs) / 2;
  const days = Math.round((middle - wallUs) / dayUs);
  const candidates = [days - 1, days, days + 1].map((day) => day * dayUs);
  const distance = (offsetUs: number): number => Math.max(0, fromUs - (wallUs + offsetUs), wallUs + offsetUs - toUs);
  return candidates.reduce((best, one) => (distance(one) < distance(best) ? one : best), days * dayUs);
}

function aheadOrBehind(us: number): string {
  return `${spanInWords(Math.abs(us))} ${us > 0 ? 'ahead of' : 'behind'}`;
}

function signed(us: number): string {
  return `${us < 0 ? '-' : '+'}${spanInWords(Math.abs(us))}`;
}

function uncertainty(us: number): string {
  return `give or take ${spanInWords(us)}`;
}

/**
 * Finds an incident on the clock of samples that are at hand, without looking for events: through the kernel's clock where
 * both have it, else by the wall clock. For those who draw; a verdict takes {@link alignGroup}.
 */
export function align(incident: Incident, series: readonly MeasuredSeries[]): Alignment | null {
  const event = loggedEvent(incident);
  const clock = series.find(({ metric }) => metric === kernelClockMetric);
  const pairs = clock?.points.map(({ atUs, value }) => ({ wallUs: atUs, monotonicUs: value * 1_000_000 })) ?? [];
  const byKernel = alignByKernelClock({ event, pairs, kills: [], userOffsetUs: null, likelyUs: [], traces: noTraces });
  if (byKernel || event.wallUs === null) return byKernel;
  return {
    eventUs: event.wallUs,
    alignmentErrorUs: event.wallErrorUs,
    offsetUs: 0,
    basis: 'wall-clock',
    trust: event.wallInferred ? 'assumed' : 'stated',
    sentence: null,
  };
}

const noTraces = async (): Promise<SampledTraces> => ({ counters: [], free: [], victims: [] });
