import type { Alignment, ClockFacts } from './alignment.ts';
import type { SampleClockGroup } from './clock-groups.ts';
import { aheadOrBehind, signed, uncertainty } from './clock-words.ts';
import { wallClockAt } from './kernel-clock.ts';
import { freeOffset, onlyStep } from './offset-search.ts';
import { alignByWallClock } from './wall-clock.ts';

export { kernelClockMetric } from '../../store/sample-points.ts';

const monotonicErrorUs = 100_000;
const driftPerUs = 50e-6;

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
