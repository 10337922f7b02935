import { toCivil } from '../../views/times.ts';
import type { IncidentRow } from '../engine/model/incident-row.ts';
import { type FilterContext, filterOf } from '../filter/match.ts';
import { parseFilter } from '../filter/parse.ts';
import { sortRows } from '../screens/incidents/sort.ts';
import { lastOf } from './last-of.ts';
import type { App, Clocks } from './state.ts';

const filtered = lastOf((rows: readonly IncidentRow[], filter: string, zone: string): readonly IncidentRow[] => {
  const { conditions } = parseFilter(filter);
  if (conditions.length === 0) return rows;
  return rows.filter(filterOf(conditions, filterContext(rows, zone)));
});

const sorted = lastOf(sortRows);

/** Rows at the times that the clocks of their machines were corrected to. */
const corrected = lastOf((rows: readonly IncidentRow[], clocks: Clocks): readonly IncidentRow[] => {
  if (Object.keys(clocks).length === 0) return rows;
  return rows.map((row) => {
    const byUs = clocks[row.lane] ?? 0;
    if (byUs === 0 || row.startUs === null) return row;
    return { ...row, startUs: row.startUs + byUs, endUs: row.endUs === null ? null : row.endUs + byUs };
  });
});

/** All incidents there are, on corrected clocks. */
export const correctedRows = ({ found, clocks }: Pick<App, 'found' | 'clocks'>): readonly IncidentRow[] =>
  corrected(found.rows, clocks);

function filterContext(rows: readonly IncidentRow[], zone: string): FilterContext {
  const newestUs = rows.reduce<number | null>(
    (newest, { startUs }) => (startUs !== null && (newest === null || startUs > newest) ? startUs : newest),
    null,
  );
  return { newestUs, instant: (text) => instantOf(text, zone, newestUs) };
}

/** `14:02` on the day of `nearUs`, or a date with or without a time, on the wall clock of `zone`. */
export function instantOf(text: string, zone: string, nearUs: number | null): number | null {
  const day = nearUs === null ? '' : (toCivil(new Date(nearUs / 1000).toISOString(), zone)?.date ?? '');
  const stamp = /^\d{1,2}:/.test(text) ? `${day}T${text.replace(/^\d:/, '0$&')}` : text.trim().replace(/\s+/, 'T');
  const [, date, clock = '00:00'] = /^(\d{4}-\d{2}-\d{2})(?:T(\d{2}:\d{2}(?::\d{2})?))?$/.exec(stamp) ?? [];
  if (date === undefined) return null;
  const offset = toCivil(`${date}T${clock}Z`, zone)?.offset;
  const atMs = Date.parse(`${date}T${clock}${offset ?? 'Z'}`);
  return Number.isNaN(atMs) ? null : atMs * 1000;
}

/** The incidents of the list, filtered and sorted. */
export function visibleRows({ found, clocks, filter, incidents }: App): readonly IncidentRow[] {
  return sorted(filtered(correctedRows({ found, clocks }), filter, found.zone), incidents.sort);
}

/** The incident under the cursor of the list. */
export function selectedRow(app: App): IncidentRow | null {
  return visibleRows(app)[app.incidents.list.selected] ?? null;
}

/** What is added to the times of the incident that the screen is about, microseconds. */
export function clockUsOf(app: App): number {
  const id = currentId(app);
  const lane = app.found.rows.find((row) => row.id === id)?.lane;
  return lane === undefined ? 0 : (app.clocks[lane] ?? 0);
}

/** The incident that the screen is about. */
export function currentId(app: App): string | null {
  return app.screen === 'detail' ? app.detail.id : (selectedRow(app)?.id ?? null);
}
