import { type Agreement, agreementAt } from './agreement.ts';
import type { Alignment, AlignmentTrust, ClockFacts } from './alignment.ts';
import { hasAssumedTime, type SampleClockGroup } from './clock-groups.ts';
import { aheadOrBehind, spanInWords, uncertainty } from './clock-words.ts';
import { yearOf, yearShifts } from './guessed-year.ts';
import { bestOffset, type FoundOffset, freeOffset, oneWitness, zoneOffsets } from './offset-search.ts';

const nearUs = 600_000_000;
const dayUs = 86_400_000_000;
/** Zones move a time by so much at most. */
const mostZoneUs = 14 * 3_600_000_000;

/**
 * Matches samples with a log by the wall clocks that both write: as they stand where the kill is where both say, or where
 * nothing can be seen; at the offset that the kill shows where they contradict each other or a zone was assumed.
 */
export async function alignByWallClock(group: SampleClockGroup, facts: ClockFacts, wallUs: number): Promise<Alignment> {
  const { event, kills, likelyUs } = facts;
  const guessed = hasAssumedTime(group) || event.wallInferred;
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
      // A day that no text stated is not corrected, only found.
      group.assumedDate || Math.abs(offsetUs) <= errorUs
        ? null
        : `the samples' clock is ${aheadOrBehind(offsetUs)} the log's: matched by ${agreement.by}, ${uncertainty(Math.max(errorUs, foundErrorUs))} (--offset corrects it)`,
  });

  const shifts = event.wallInferred && !group.assumedDate ? yearShifts(wallUs, group) : [];
  for (const shiftUs of shifts) {
    const traces = await facts.traces(wallUs + shiftUs - mostZoneUs - dayUs, wallUs + shiftUs + mostZoneUs + dayUs);
    const candidates = zoneOffsets().map((offsetUs) => shiftUs + offsetUs);
    const found = bestOffset(kills, traces, candidates, { errorUs });
    const by = found?.agreement.net ?? 0;
    if (found && by >= 2)
      return {
        ...byEvents(found, found.errorUs),
        sentence: inYear(wallUs + shiftUs, `matched by ${found.agreement.by}`),
      };
  }
  const [onlyShift] = shifts;
  if (onlyShift !== undefined && shifts.length === 1)
    return plain(onlyShift, 'assumed', inYear(wallUs + onlyShift, 'the only year that they cover'), mostZoneUs);

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
    const sentence = `${unstated(group)}, and nothing in them shows the event: ${group.assumedStart ? '--start' : '--tz'} or --offset corrects the time assumed`;
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

/** What of the time is not written, in the samples or else in the log. */
function unstated({ assumedDate, assumedZone, assumedStart }: SampleClockGroup): string {
  if (assumedDate) return 'the samples state no date';
  if (assumedStart) return "the samples state no time (theirs is counted from --start or the file's)";
  return assumedZone === null ? 'the log states no zone or year' : 'the samples state no zone';
}

function inYear(us: number, why: string): string {
  return `the log states no year: the samples are of ${yearOf(us)}, ${why} (--year ${yearOf(us)} says so)`;
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
