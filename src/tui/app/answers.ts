import { readable } from '../../views/readable.ts';
import type { Metric } from '../engine/model/chart.ts';
import type { Dossier } from '../engine/model/dossier.ts';
import type { Answer, Ask, Topic } from '../engine/protocol.ts';
import { detailLayout, type LaidOut, slotOf } from '../screens/detail/layout.ts';
import type { Pane } from '../screens/detail/state.ts';
import { timelineCells, timelineWindow } from '../screens/timeline/frame.ts';
import { bodySize } from '../size.ts';
import { type TimeWindow, windowAround } from '../widgets/chart/window.ts';
import { currentId } from './select.ts';
import type { App } from './state.ts';

/** What a screen needs of the engine: asked when it is not there, shown when it is. */
export type Need = { readonly [T in Topic]: { readonly topic: T; readonly key: string; readonly ask: Ask<T> } }[Topic];

/** Bytes of the log shown around an address. */
const around = 16_384;

/** Changes when the incident was judged anew: while the reading goes on, and live. */
function dossierKey({ found }: App, id: string): string {
  const row = found.rows.find((one) => one.id === id);
  const judged = row === undefined ? '' : `${row.kills} ${row.cause} ${row.confidence} ${row.endUs}`;
  return `${id} ${found.final ? 'final' : found.total} ${judged}`;
}

/** The dossier of the incident that the screen is about; an older one of the same incident rather than none. */
export function currentDossier(app: App): Dossier | null {
  const id = currentId(app);
  const held = app.answers.dossier?.answer ?? null;
  return held !== null && held.incident.id === id ? held : null;
}

/** Why the dossier is not there, where that is known. */
export const dossierError = (app: App): string | null => app.answers.dossier?.error ?? null;

export function currentMetric(app: App): Metric | null {
  const metrics = currentDossier(app)?.metrics ?? [];
  return metrics[app.screen === 'detail' ? app.detail.metric : 0] ?? metrics[0] ?? null;
}

/** What the layout of the detail screen depends on. While the incident is read, nothing is known to be missing. */
export function laidOut(app: App): LaidOut {
  const dossier = currentDossier(app);
  const bare = new Set<Pane>();
  if (dossier?.metrics.length === 0) bare.add('chart');
  if (dossier?.holders.length === 0) bare.add('held');
  if (dossier?.incident.accounting === null) bare.add('memory');
  return { size: app.size, detail: app.detail, bare };
}

export function metricSpan(app: App): TimeWindow | null {
  const metric = currentMetric(app);
  return metric === null ? null : { fromUs: metric.fromUs, toUs: metric.toUs };
}

/** The time that the chart shows. */
export function chartWindow(app: App): TimeWindow | null {
  const span = metricSpan(app);
  if (span === null) return null;
  const chosen = app.screen === 'detail' ? app.detail.window : null;
  return chosen ?? windowAround(currentDossier(app)?.eventUs ?? null, span);
}

function chartNeed(app: App): Need[] {
  const metric = currentMetric(app);
  const window = chartWindow(app);
  if (metric === null || window === null) return [];
  const width = app.screen === 'detail' ? (slotOf(detailLayout(laidOut(app)), 'chart')?.columns ?? 80) : 60;
  const ask = {
    keys: [metric.key],
    fromUs: Math.floor(window.fromUs),
    toUs: Math.ceil(window.toUs),
    points: width * 2,
  };
  return [{ topic: 'chart', key: JSON.stringify(ask), ask }];
}

/** The address that the log shows: what was asked for, else the report, as text where it is also there as text. */
export function shownAddress(app: App) {
  const dossier = currentDossier(app);
  if (app.detail.address !== null || dossier === null) return app.detail.address;
  const { sources } = dossier.incident;
  const formats = new Map(app.found.files.map(({ path, format }) => [path, format]));
  return readable(sources, (path) => formats.get(path) ?? null);
}

function rawNeed(app: App): Need[] {
  const address = app.screen === 'detail' ? shownAddress(app) : null;
  if (address === null) return [];
  const { path, line, byteStart, byteEnd } = address;
  const ask = { address: { path, line, byteStart, byteEnd }, around };
  return [{ topic: 'raw', key: JSON.stringify(ask), ask }];
}

function lanesNeed(app: App): Need[] {
  const window = timelineWindow(app);
  if (window === null) return [];
  const ask = {
    fromUs: Math.floor(window.fromUs),
    toUs: Math.ceil(window.toUs),
    columns: timelineCells(bodySize(app.size).columns),
    clocks: app.clocks,
  };
  return [{ topic: 'lanes', key: `${JSON.stringify(ask)} ${app.found.total} ${app.found.final}`, ask }];
}

/** Everything the screen needs now. */
export function needs(app: App): readonly Need[] {
  if (app.screen === 'timeline') return lanesNeed(app);
  if (app.screen !== 'incidents' && app.screen !== 'detail') return [];
  const id = currentId(app);
  if (id === null) return [];
  return [{ topic: 'dossier', key: dossierKey(app, id), ask: { id } }, ...chartNeed(app), ...rawNeed(app)];
}

/** Answers of what is needed now; an answer to an older question stays on the screen until the new one is there. */
export function latest<T extends Topic>(app: App, topic: T): Answer<T> | null {
  return app.answers[topic]?.answer ?? null;
}
