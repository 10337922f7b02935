import { riseOfGroup } from '../growth/cgroup-rise.ts';
import { heldByProcesses, swapGain } from '../growth/swap-gain.ts';
import { swapHides } from '../growth/swapped.ts';
import { usedMemory } from '../growth/used.ts';
import type { MemoryHistory } from '../history.ts';
import { onceFor } from '../once.ts';
import type { Exhibit } from '../rules/rule.ts';
import type { Point } from '../trend/point.ts';
import { describeRise } from '../trend/rise.ts';
import type { Cap } from './cap.ts';
import { doubtsAbout } from './doubts.ts';

const grades = {
  noHistory: 0.55,
  /** With a handful of points a line and a step look alike. */
  fewPoints: { below: 10, most: 0.65 },
  somePoints: { below: 30, most: 0.85 },
  /** Series of the whole host alone: with labels, published detectors are right in about 85 of 100 at best. */
  hostOnly: 0.75,
  inferredTime: 0.75,
  looseAlignment: 0.7,
  /** What was swapped out is missing from the samples of those it belongs to. */
  swapUnseen: 0.75,
  /** Load that comes with the day rises for hours too. */
  oneDay: { risingHours: 3, watchedHours: 48, most: 0.9 },
} as const;
/** Clocks that are this many samples apart do not show which sample was the last before the event. */
const gapsApart = 3;

/** What keeps a cause that is defined by what happened before from being surer: the same for all of them. */
export const historyCaps = onceFor(capsOf);

function capsOf(exhibit: Exhibit): readonly Cap[] {
  const { history, groups, states, inferredTimes, incident } = exhibit;
  const [first] = groups;
  // The host's states do not show how a group filled.
  const ofHost = incident.scope === 'memcg' ? 0 : states.length;
  const watched = Math.max(first?.largest.points.length ?? 0, ofHost);
  const hostOnly = history !== null && groups.length === 0;
  const points = hostOnly ? Math.max(watched, pointsWithout(exhibit, history)) : watched;
  const cap = (applies: boolean, most: number, reason: string): Cap[] => (applies ? [{ most, reason }] : []);
  const doubtful = history?.alignment?.trust === 'doubtful';
  const loose = history !== null && history.alignmentErrorUs > medianGapUs(exhibit) * gapsApart;
  const none = history === null || points < 2;
  const few = !none && points < grades.fewPoints.below;
  const some = !none && !few && points < grades.somePoints.below;
  return [
    ...doubtsAbout(exhibit),
    ...cap(none, grades.noHistory, 'no samples show what memory did before'),
    ...cap(few, grades.fewPoints.most, `only ${points} samples before the event`),
    ...cap(some, grades.somePoints.most, `only ${points} samples before the event`),
    ...cap(hostOnly, grades.hostOnly, 'no samples show the processes that this is about'),
    ...cap(
      // Of several processes no look shows how each of them went on.
      first !== undefined && swapHides(exhibit, first) && !swapGain(exhibit)?.single,
      grades.swapUnseen,
      'swap was in use, and the samples of processes do not count it',
    ),
    ...cap(
      risesWithin(exhibit),
      grades.oneDay.most,
      'it rose for hours, and less than two days were watched: a daily cycle cannot be excluded',
    ),
    ...cap(inferredTimes, grades.inferredTime, 'the times of the samples are inferred'),
    ...cap(doubtful, grades.looseAlignment, 'it is not sure that log and samples fit together'),
    ...cap(!doubtful && loose, grades.looseAlignment, 'the clocks of log and samples could not be matched closely'),
  ];
}

/** Looks at the whole that stand in for looks at processes. */
function pointsWithout(exhibit: Exhibit, history: MemoryHistory): number {
  return exhibit.incident.scope === 'memcg'
    ? (riseOfGroup(exhibit)?.rise.points ?? 0)
    : usedMemory(history).points.length;
}

const hourUs = 3_600_000_000;

/** A rise of hours in less than two days of samples. */
function risesWithin(exhibit: Exhibit): boolean {
  const { groups, states } = exhibit;
  const points: readonly Point[] = swapGain(exhibit) ? states.map(heldByProcesses) : (groups[0]?.points ?? []);
  const rise = describeRise(points);
  if (!rise || rise.to.atUs - rise.from.atUs < grades.oneDay.risingHours * hourUs) return false;
  const ticks = [...points, ...states].map(({ atUs }) => atUs);
  const firstUs = ticks.reduce((least, atUs) => Math.min(least, atUs), rise.to.atUs);
  return rise.to.atUs - firstUs < grades.oneDay.watchedHours * hourUs;
}

function medianGapUs({ states }: Exhibit): number {
  const gaps = states
    .slice(1)
    .map((state, index) => state.atUs - (states[index]?.atUs ?? state.atUs))
    .sort((a, b) => a - b);
  return gaps[Math.floor(gaps.length / 2)] ?? Number.POSITIVE_INFINITY;
}
