import type { IncidentRow } from '../../engine/model/incident-row.ts';
import { kindWord } from '../../text/kinds.ts';

/** What the list can be sorted by; `worst` is the order of the analysis. */
export const sortColumns = ['worst', 'when', 'host', 'kind', 'kills', 'cause', 'conf'] as const;
export type SortColumn = (typeof sortColumns)[number];

export interface Sort {
  readonly column: SortColumn;
  readonly reversed: boolean;
}

const sortValues: Readonly<Record<SortColumn, (row: IncidentRow) => number | string>> = {
  worst: ({ rank }) => rank,
  // The newest first, and what has no time at the end.
  when: ({ startUs, monotonicSeconds }) => (startUs === null ? 1e18 - (monotonicSeconds ?? 0) : -startUs),
  host: ({ lane }) => lane,
  kind: kindWord,
  kills: ({ kills }) => -kills,
  cause: ({ cause }) => cause ?? '\uffff',
  conf: ({ confidence }) => -(confidence ?? -1),
};

/** Sorted, equal ones by rank. */
export function sortRows(rows: readonly IncidentRow[], { column, reversed }: Sort): readonly IncidentRow[] {
  if (column === 'worst' && !reversed) return rows;
  const value = sortValues[column];
  const sorted = rows.toSorted((a, b) => {
    const [left, right] = [value(a), value(b)];
    return left < right ? -1 : left > right ? 1 : a.rank - b.rank;
  });
  return reversed ? sorted.reverse() : sorted;
}
