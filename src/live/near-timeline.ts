import type { Timeline } from '../store/timeline.ts';

const maxPoints = 600;

/**
 * A timeline that gives thinned samples: a verdict in the middle of a shortage must not load a week of them. What it leaves
 * out are points between others that were measured; a later look at the timeline file sees them all.
 */
export function nearTimeline(timeline: Timeline): Timeline {
  return { ...timeline, samples: (filter = {}) => timeline.samples({ maxPoints, ...filter }) };
}
