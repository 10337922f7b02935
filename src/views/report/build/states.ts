import { type ComponentState, componentStates } from '../../../diagnosis/growth/components.ts';
import type { Dossier } from '../dossier.ts';
import { secondsOf } from './clock.ts';

/** States of the host's memory that samples tell, before and after the event. */
export function allStates({ exhibit }: Dossier): readonly ComponentState[] {
  const { history } = exhibit;
  return history === null ? [] : componentStates({ ...history, eventUs: Number.POSITIVE_INFINITY });
}

/** When the first and the last record of an incident stand, in seconds from its first. */
export function eventSeconds(dossier: Dossier): { readonly first: number; readonly last: number } {
  const times = dossier.exhibit.records.flatMap((record) => secondsOf(record, dossier) ?? []);
  return { first: Math.min(0, ...times), last: Math.max(0, ...times) };
}
