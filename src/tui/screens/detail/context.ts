import {
  chartWindow,
  currentDossier,
  currentMetric,
  laidOut,
  latest,
  metricSpan,
  shownAddress,
} from '../../app/answers.ts';
import type { App } from '../../app/state.ts';
import type { Dossier } from '../../engine/model/dossier.ts';
import type { AmountSettings } from '../../text/amounts.ts';
import { statementsOf } from '../../text/statements.ts';
import type { TimeWindow } from '../../widgets/chart/window.ts';
import { proofsOf } from './evidence.ts';
import { detailLayout, paneOrder, slotOf } from './layout.ts';
import type { LogText } from './log.ts';
import { partsOf } from './memory.ts';
import type { DetailContext, ListPane } from './state.ts';

const listPanes: readonly ListPane[] = ['verdict', 'evidence', 'held', 'memory', 'log'];

export const amountsOf = (app: App, dossier: Dossier | null): AmountSettings => ({
  unit: app.preferences.unit,
  pageSizeBytes: dossier?.pageSizeBytes ?? null,
});

/** The log text on the screen, with the address it was fetched for; null while it is not there. */
export function shownLog(app: App): LogText | null {
  const address = shownAddress(app);
  const raw = latest(app, 'raw');
  return address === null || raw === null || raw.path !== address.path ? null : { raw, address };
}

/** Room that a summary span of metrics and incidents gives: also before the first sample, where the event lies there. */
function wholeOf(span: TimeWindow | null, eventUs: number | null): TimeWindow | null {
  if (span === null) return null;
  const margin = (span.toUs - span.fromUs) * 0.01;
  return {
    fromUs: Math.min(span.fromUs, eventUs ?? span.fromUs) - margin,
    toUs: Math.max(span.toUs, eventUs ?? span.toUs) + margin,
  };
}

/** What the reducer must know of the screen: how much there is and how much fits. */
export function detailContext(app: App): DetailContext {
  const dossier = currentDossier(app);
  const layout = detailLayout(laidOut(app));
  const rowsOf = (pane: ListPane): number =>
    Math.max(1, (slotOf(layout, pane)?.rows ?? 3) - 2 - (pane === 'held' || pane === 'memory' ? 1 : 0));
  const totals: Record<ListPane, number> = {
    verdict: 0,
    evidence: 0,
    held: 0,
    memory: 0,
    log: shownLog(app)?.raw.lines.length ?? 0,
  };
  if (dossier !== null) {
    const { incident, holders } = dossier;
    totals.verdict = statementsOf(incident, amountsOf(app, dossier)).length;
    totals.evidence = proofsOf(dossier).length;
    totals.held = holders.length;
    totals.memory = partsOf(incident.accounting).length;
  }
  const heights = Object.fromEntries(listPanes.map((pane) => [pane, rowsOf(pane)])) as Record<ListPane, number>;
  const metric = currentMetric(app);
  const series = latest(app, 'chart')?.find(({ key }) => key === metric?.key);
  const eventUs = dossier?.eventUs ?? null;
  return {
    totals,
    heights,
    order: paneOrder(layout),
    metrics: dossier?.metrics.length ?? 0,
    window: chartWindow(app),
    whole: wholeOf(metricSpan(app), eventUs),
    moments: series?.points.map(({ atUs }) => atUs) ?? [],
    eventUs,
  };
}
