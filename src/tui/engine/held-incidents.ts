import type { Incident } from '../../diagnosis/analysis.ts';
import type { Listed } from '../../diagnosis/shelf.ts';
import type { IncidentRow } from './model/incident-row.ts';
import { laneOf, toRow } from './rows.ts';

/** The incidents of one judgement. They may lie on disk: only rows cross to the screens, and an incident is read in full when it is opened. */
export interface HeldIncidents {
  readonly list: Listed<Incident>;
  /** Rows of the list from this place on, at most so many. */
  rows(from: number, most: number): IncidentRow[];
  find(id: string): Incident | null;
  /** Of each lane one incident, with a wall clock where one has it. */
  ofLanes(): ReadonlyMap<string, Incident>;
}

export function holdIncidents(
  list: Listed<Incident>,
  formatOf: (path: string) => string | null = () => null,
): HeldIncidents {
  /** Where incidents are that were seen on the way. */
  const places = new Map<string, number>();
  let lanes: Map<string, Incident> | null = null;

  function* from(begin: number, end: number): Generator<[place: number, incident: Incident]> {
    for (let place = begin; place < end; place++) {
      const incident = list.at(place);
      if (incident === undefined) return;
      places.set(incident.id, place);
      yield [place, incident];
    }
  }

  return {
    list,
    rows: (begin, most) =>
      Array.from(from(begin, Math.min(list.length, begin + most)), ([place, one]) => toRow(one, place, formatOf)),
    find(id) {
      const place = places.get(id);
      if (place !== undefined) return list.at(place) ?? null;
      for (const [, incident] of from(0, list.length)) if (incident.id === id) return incident;
      return null;
    },
    ofLanes() {
      if (lanes !== null) return lanes;
      lanes = new Map();
      for (const [, incident] of from(0, list.length)) {
        const lane = laneOf(incident);
        const known = lanes.get(lane);
        if (known === undefined || (known.start === null && incident.start !== null)) lanes.set(lane, incident);
      }
      return lanes;
    },
  };
}

export const noIncidents = holdIncidents([]);
