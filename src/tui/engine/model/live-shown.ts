import type { LiveState } from '../../../live/live-state.ts';

/**
 * The state of a session as it crosses to the screens, four times a second. Incidents, which may be large, cross by their ids,
 * the newest first; each event names the one it belongs to by the id that it has now.
 */
export type LiveShown = Omit<LiveState, 'incidents'> & {
  readonly incidentIds: readonly string[];
  /** Memory is measured, or will be. */
  readonly samples: boolean;
};

export function shownOf({ incidents, ...state }: LiveState, samples: boolean): LiveShown {
  const current = new Map(
    incidents.flatMap(({ incident: { id, records } }) => [id, ...records].map((name) => [name, id] as const)),
  );
  const happenings = state.happenings.map((one) =>
    one.incidentId === null ? one : { ...one, incidentId: current.get(one.incidentId) ?? one.incidentId },
  );
  return { ...state, happenings, incidentIds: incidents.map(({ incident: { id } }) => id), samples };
}
