import { lastOf } from '../../app/last-of.ts';
import { correctedRows, visibleRows } from '../../app/select.ts';
import type { App } from '../../app/state.ts';
import type { IncidentRow } from '../../engine/model/incident-row.ts';
import type { TimeWindow } from '../../widgets/chart/window.ts';

/** Cells for the names of lanes and for the words behind them. */
export const laneNameCells = (columns: number): number => (columns < 60 ? 8 : Math.min(18, Math.floor(columns * 0.15)));
export const laneNoteCells = (columns: number): number => (columns < 80 ? 0 : Math.min(28, Math.floor(columns * 0.2)));
export const timelineCells = (columns: number): number =>
  Math.max(10, columns - laneNameCells(columns) - laneNoteCells(columns) - 2);

/** Every moment that incidents and files speak of, with room at both ends; null without any. */
export function wholeTime(app: App): TimeWindow | null {
  let fromUs = Number.POSITIVE_INFINITY;
  let toUs = Number.NEGATIVE_INFINITY;
  for (const { startUs, endUs } of correctedRows(app)) {
    if (startUs === null) continue;
    fromUs = Math.min(fromUs, startUs);
    toUs = Math.max(toUs, endUs ?? startUs);
  }
  for (const { from, to, records, samples } of app.found.files) {
    if (from === null || to === null || records + samples === 0) continue;
    fromUs = Math.min(fromUs, Date.parse(from) * 1000);
    toUs = Math.max(toUs, Date.parse(to) * 1000);
  }
  if (!Number.isFinite(fromUs) || !Number.isFinite(toUs)) return null;
  const room = Math.max(1_000_000, (toUs - fromUs) * 0.01);
  return { fromUs: fromUs - room, toUs: toUs + room };
}

const hourUs = 3_600_000_000;

/** All incidents, with the samples of the hour before the first and a third of an hour after the last. */
function aroundIncidents(app: App): TimeWindow | null {
  const events = eventsInTime(app);
  const first = events[0];
  if (first === undefined) return null;
  const startUs = first.startUs;
  const endUs = events.reduce((latest, event) => Math.max(latest, event.endUs ?? event.startUs), startUs);
  const near = { fromUs: startUs - hourUs, toUs: endUs + hourUs / 3 };
  const room = Math.max(10_000_000, (endUs - startUs) * 0.05);
  let [fromUs, toUs] = [startUs - room, endUs + room];
  for (const { from, to, samples } of app.found.files) {
    if (from === null || to === null || samples === 0) continue;
    const span = { fromUs: Date.parse(from) * 1000, toUs: Date.parse(to) * 1000 };
    if (span.toUs < near.fromUs || span.fromUs > near.toUs) continue;
    fromUs = Math.min(fromUs, Math.max(span.fromUs, near.fromUs));
    toUs = Math.max(toUs, Math.min(span.toUs, near.toUs));
  }
  return { fromUs, toUs };
}

/** The time on the screen: chosen by zooming, else around the incidents, else all there is. */
export const timelineWindow = (app: App): TimeWindow | null =>
  app.timeline.window ?? aroundIncidents(app) ?? wholeTime(app);

type Timed = IncidentRow & { readonly startUs: number };
const isTimed = (row: IncidentRow): row is Timed => row.startUs !== null;

const inTime = lastOf((rows: readonly IncidentRow[]): readonly Timed[] =>
  rows.filter(isTimed).sort((a, b) => a.startUs - b.startUs),
);
const lanesOf = lastOf((rows: readonly IncidentRow[]): readonly string[] => [...new Set(rows.map(({ lane }) => lane))]);

/** Incidents that have a wall clock, in order of time. */
export const eventsInTime = (app: App): readonly Timed[] => inTime(visibleRows(app));

/** Lanes that are not hidden, in the order of the screen. */
export function laneNames(app: App): readonly string[] {
  const names = new Set([...(app.answers.lanes?.answer ?? []).map(({ name }) => name), ...lanesOf(app.found.rows)]);
  return [...names].filter((name) => !app.timeline.hidden.includes(name)).sort();
}
