import { type ComponentState, componentStates } from '../../../diagnosis/growth/components.ts';
import type { MemoryHistory } from '../../../diagnosis/history.ts';
import type { Dossier } from '../dossier.ts';
import { secondsOf } from './clock.ts';

/** A week of samples is put together once per chapter, not once for each chart and table of it. */
const known = new WeakMap<MemoryHistory, readonly ComponentState[]>();

/** States of the host's memory that samples tell, before and after the event. */
export function allStates({ exhibit }: Dossier): readonly ComponentState[] {
  const { history } = exhibit;
  if (history === null) return [];
  const states = known.get(history) ?? componentStates({ ...history, eventUs: Number.POSITIVE_INFINITY });
  known.set(history, states);
  return states;
}

/** When the first and the last record of an incident stand, in seconds from its first. */
export function eventSeconds(dossier: Dossier): { readonly first: number; readonly last: number } {
  const times = dossier.exhibit.records.flatMap((record) => secondsOf(record, dossier) ?? []);
  return { first: Math.min(0, ...times), last: Math.max(0, ...times) };
}
