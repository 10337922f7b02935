import type { IncidentRow } from '../engine/model/incident-row.ts';
import { detailContext, shownLog } from '../screens/detail/context.ts';
import { findRow, shownText } from '../screens/detail/log.ts';
import { listHeight } from '../screens/incidents/layout.ts';
import { reduceIncidents } from '../screens/incidents/state.ts';
import { patternTrouble, searchPattern } from './search-pattern.ts';
import { visibleRows } from './select.ts';
import type { App } from './state.ts';

const rowText = ({ title, lane, victims, culprit, cause, reference, cgroup }: IncidentRow): string =>
  [title, lane, ...victims, culprit, cause, cgroup, reference].join(' ');

function missing(app: App): App {
  const trouble = patternTrouble(app.search);
  const why = trouble === null ? '' : `, and it is no regular expression: ${trouble}`;
  return { ...app, message: { text: `not found: ${app.search}${why}`, tone: 'warn' } };
}

/** Goes to the next (1) or previous (-1) place that was searched for; 0 also takes the place one is at. */
export function searchAgain(app: App, by: 1 | -1 | 0): App {
  const pattern = searchPattern(app.search);
  if (pattern === null) return { ...app, message: { text: 'nothing was searched for yet: /', tone: 'warn' } };
  if (app.screen === 'detail') return inLog(app, pattern, by);
  return app.screen === 'incidents' ? inList(app, pattern, by) : app;
}

function inList(app: App, pattern: RegExp, by: 1 | -1 | 0): App {
  const rows = visibleRows(app);
  const direction = by === 0 ? 1 : by;
  for (let step = by === 0 ? 0 : 1; step <= rows.length; step++) {
    const index = (app.incidents.list.selected + direction * step + rows.length * 2) % Math.max(1, rows.length);
    const row = rows[index];
    pattern.lastIndex = 0;
    if (row === undefined || !pattern.test(rowText(row))) continue;
    const context = { ids: rows.map(({ id }) => id), height: listHeight(app.size, rows.length) };
    return { ...app, incidents: reduceIncidents(app.incidents, { type: 'select', index }, context) };
  }
  return missing(app);
}

function inLog(app: App, pattern: RegExp, by: 1 | -1 | 0): App {
  const text = shownLog(app);
  if (text === null)
    return { ...app, message: { text: 'the log is still being read: n searches again', tone: 'warn' } };
  const { messages } = app.preferences;
  const { log } = app.detail.lists;
  const from = by === 0 ? log.selected - 1 : log.selected;
  const row = findRow(text.raw, pattern, from, by === 0 ? 1 : by, messages);
  if (row === null || shownText(text.raw, row, messages) === '') return missing(app);
  // Over the whole screen: in a narrow pane the place found may lie beyond the edge.
  const recent = ['log' as const, ...app.detail.recent.filter((pane) => pane !== 'log')];
  const enlarged: App = { ...app, detail: { ...app.detail, recent, enlarged: true } };
  const { heights } = detailContext(enlarged);
  const top = Math.max(0, Math.min(row, text.raw.lines.length - heights.log));
  const { lists } = enlarged.detail;
  return { ...enlarged, detail: { ...enlarged.detail, lists: { ...lists, log: { selected: row, top } } } };
}
