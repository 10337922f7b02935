import { listHeight } from '../screens/incidents/layout.ts';
import { reduceIncidents } from '../screens/incidents/state.ts';
import { selectedRow, visibleRows } from './select.ts';
import type { App } from './state.ts';

/** The list stays on the incident it was on when rows are added or the screen changes. */
export function inPlace(app: App, id: string | null = selectedRow(app)?.id ?? null): App {
  const rows = visibleRows(app);
  const found = id === null ? -1 : rows.findIndex((row) => row.id === id);
  const index = found === -1 ? app.incidents.list.selected : found;
  const context = { ids: rows.map((row) => row.id), height: listHeight(app.size, rows.length) };
  return { ...app, incidents: reduceIncidents(app.incidents, { type: 'select', index }, context) };
}
