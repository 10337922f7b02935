import { usedMemory } from '../growth/used.ts';
import type { Hypothesis } from '../hypothesis.ts';
import type { Exhibit } from '../rules/rule.ts';
import type { Cap } from './cap.ts';
import { doubtsAbout } from './doubts.ts';
import { definedByHistory } from './hypotheses.ts';

const grades = {
  noHistory: 0.55,
  /** With a handful of points a line and a step look alike. */
  fewPoints: { below: 10, most: 0.65 },
  somePoints: { below: 30, most: 0.85 },
  /** Series of the whole host alone: with labels, published detectors are right in about 85 of 100 at best. */
  hostOnly: 0.75,
  /** Many processes at one look may be one program that started. */
  looks: { least: 3, most: 0.65 },
  inferredTime: 0.75,
  looseAlignment: 0.7,
  /** A stack shows that a task waits for a device, and not whether that is slow, lost or suspended. */
  deviceUnknown: 0.7,
} as const;

/** How far a cause may be believed with the history there is; the least of all that apply. */
export function capOf(hypothesis: Hypothesis, exhibit: Exhibit): Cap | null {
  const caps: Cap[] = [];
  const { history, groups, states, inferredTimes, report } = exhibit;
  if (hypothesis === 'io-stall' || hypothesis === 'suspended-device') {
    caps.push({
      most: grades.deviceUnknown,
      reason: 'a stack does not show whether the device is slow, lost or suspended',
    });
  }
  if (
    hypothesis === 'process-swarm' &&
    history &&
    !report?.tasks.length &&
    (groups[0]?.points.length ?? 0) < grades.looks.least
  )
    caps.push({ most: grades.looks.most, reason: 'the processes were seen too rarely to know that they multiplied' });
  if (definedByHistory.has(hypothesis)) {
    const watched = Math.max(groups[0]?.largest.points.length ?? 0, states.length);
    const hostOnly = history !== null && groups.length === 0;
    const points = hostOnly ? Math.max(watched, usedMemory(history).length) : watched;
    caps.push(...doubtsAbout(exhibit));
    if (hostOnly) caps.push({ most: grades.hostOnly, reason: 'no samples show the processes that this is about' });
    if (!history || points < 2) caps.push({ most: grades.noHistory, reason: 'no samples show what memory did before' });
    else if (points < grades.fewPoints.below)
      caps.push({ most: grades.fewPoints.most, reason: `only ${points} samples before the event` });
    else if (points < grades.somePoints.below)
      caps.push({ most: grades.somePoints.most, reason: `only ${points} samples before the event` });
    if (inferredTimes) caps.push({ most: grades.inferredTime, reason: 'the times of the samples are inferred' });
    if (history?.alignment?.trust === 'doubtful')
      caps.push({ most: grades.looseAlignment, reason: 'it is not sure that log and samples fit together' });
    else if (history && history.alignmentErrorUs > medianGapUs(exhibit) * 3)
      caps.push({ most: grades.looseAlignment, reason: 'the clocks of log and samples could not be matched closely' });
  }
  return caps.reduce<Cap | null>((least, cap) => (least === null || cap.most < least.most ? cap : least), null);
}

function medianGapUs({ states }: Exhibit): number {
  const gaps = states
    .slice(1)
    .map((state, index) => state.atUs - (states[index]?.atUs ?? state.atUs))
    .sort((a, b) => a - b);
  return gaps[Math.floor(gaps.length / 2)] ?? Number.POSITIVE_INFINITY;
}
