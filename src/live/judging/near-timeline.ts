import type { Timeline } from '../../store/timeline.ts';

const maxPoints = 600;
/** Reports that are held at once in full, with their task tables: the first and the last of a storm tell its story. */
const mostReports = 40;

/**
 * A timeline that gives thinned samples and of a storm the reports at its ends: a verdict in the middle of a shortage must not
 * load a week of samples or hundreds of task tables. What it leaves out are points between others that were measured, and
 * reports between others; a later look at the timeline file sees them all.
 */
export function nearTimeline(timeline: Timeline): Timeline {
  return {
    ...timeline,
    samples: (filter = {}) => timeline.samples({ maxPoints, ...filter }),
    records: (filter = {}) =>
      timeline.records(filter.ids === undefined ? filter : { ...filter, ids: atEnds(filter.ids) }),
  };
}

const atEnds = (ids: readonly string[]): readonly string[] =>
  ids.length <= mostReports ? ids : [...ids.slice(0, mostReports / 2), ...ids.slice(-mostReports / 2)];
