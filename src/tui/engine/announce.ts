import type { Holdings } from './holdings.ts';
import type { IncidentRow } from './model/incident-row.ts';
import type { Ask, FromEngine } from './protocol.ts';

/** Rows of the list that cross together: the screens take in so many between two keys. */
const rowsTogether = 250;

type Announced = Extract<FromEngine, { type: 'incidents' }>;

/** What is told of a judgement: how many incidents it has, and the first rows of them. The screens ask for the others. */
export function announced(
  { incidents, judgement, zone }: Pick<Holdings, 'incidents' | 'judgement' | 'zone'>,
  { final, notes }: { readonly final: boolean; readonly notes: readonly string[] },
): Announced {
  const rows = incidents.rows(0, rowsTogether);
  return { type: 'incidents', judgement, part: { rows, from: 0, total: incidents.list.length, final, notes, zone } };
}

/** The next rows of a judgement; none where there is a newer one, which was announced. */
export const moreRows = (
  { judgement, from }: Ask<'rows'>,
  holdings: Pick<Holdings, 'incidents' | 'judgement'>,
): readonly IncidentRow[] => (judgement === holdings.judgement ? holdings.incidents.rows(from, rowsTogether) : []);
