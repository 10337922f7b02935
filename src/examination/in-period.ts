import type { Incident } from '../diagnosis/analysis.ts';
import { type Listed, listed } from '../diagnosis/shelf.ts';
import type { ReadingPlan } from './plan.ts';

type Period = Pick<ReadingPlan, 'sinceUs' | 'untilUs'>;

/** Incidents outside of --since and --until are left out; those without a wall clock stay, since nothing says they are. */
export function inPeriod(incidents: Listed<Incident>, period: Period): Listed<Incident> {
  if (period.sinceUs === null && period.untilUs === null) return incidents;
  const inside: number[] = [];
  let index = 0;
  for (const incident of incidents) {
    if (!isOutside(incident, period)) inside.push(index);
    index += 1;
  }
  return listed({ at: (place) => incidents.at(place) as Incident }, inside);
}

function isOutside({ start, end }: Incident, { sinceUs, untilUs }: Period): boolean {
  if (start === null) return false;
  const startUs = Date.parse(start) * 1000;
  const endUs = end === null ? startUs : Date.parse(end) * 1000;
  return (sinceUs !== null && endUs < sinceUs) || (untilUs !== null && startUs > untilUs);
}
