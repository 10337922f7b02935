import { wrap } from '../../../views/width.ts';
import { chartWindow, currentDossier, currentMetric, latest } from '../../app/answers.ts';
import { clockUsOf } from '../../app/select.ts';
import type { App } from '../../app/state.ts';
import type { ChartPoint, MetricUnit } from '../../engine/model/chart.ts';
import { type AmountSettings, amount } from '../../text/amounts.ts';
import { type Line, line } from '../../text/line.ts';
import { tick } from '../../text/moment.ts';
import type { Theme } from '../../theme.ts';
import { chartLines } from '../../widgets/chart/chart.ts';
import { chartSentence } from '../../widgets/chart/sentence.ts';
import { amountsOf } from './context.ts';

/** How a value of this unit is said. */
export const sayValue =
  (unit: MetricUnit, amounts: AmountSettings) =>
  (value: number): string => {
    if (unit === 'bytes') return amount(value, amounts);
    const digits = Number.isInteger(value) ? 0 : 2;
    return unit === 'percent'
      ? `${value.toFixed(digits)} %`
      : unit === 'perSecond'
        ? `${value.toFixed(digits)}/s`
        : value.toFixed(digits);
  };

/** The point that lies nearest to a moment. */
export const pointNear = (points: readonly ChartPoint[], atUs: number): ChartPoint | null =>
  points.reduce<ChartPoint | null>(
    (best, one) => (best === null || Math.abs(one.atUs - atUs) < Math.abs(best.atUs - atUs) ? one : best),
    null,
  );

/** What stands in the upper border: the moment and the value under the cursor. */
export function cursorNote(app: App): string {
  const metric = currentMetric(app);
  const at = app.detail.cursorUs;
  const points = latest(app, 'chart')?.find(({ key }) => key === metric?.key)?.points ?? [];
  const point = at === null ? null : pointNear(points, at);
  if (metric === null) return '';
  if (point === null || at === null) return metric.format;
  return `${tick(point.atUs + clockUsOf(app), app.found.zone, 1)}  ${sayValue(metric.unit, amountsOf(app, currentDossier(app)))(point.value)}`;
}

/** The chart of the chosen metric with a sentence below that says the same. */
export function curveLines(app: App, { width, height }: { width: number; height: number }, theme: Theme): Line[] {
  const dossier = currentDossier(app);
  const metric = currentMetric(app);
  const window = chartWindow(app);
  if (dossier === null) return [];
  if (metric === null || window === null) {
    return [
      line('no memory samples belong to this incident', 'muted'),
      line(
        'sar, vmstat, free, top, ps, /proc or Prometheus files beside the log, or --samples PATH, are drawn here',
        'muted',
      ),
    ];
  }
  const series = latest(app, 'chart')?.find(({ key }) => key === metric.key);
  if (series === undefined) return [line(app.answers.chart?.error ?? 'reading samples', 'muted')];
  const { eventUs, killsUs } = dossier;
  const amounts = amountsOf(app, dossier);
  const marks = (killsUs.length > 0 ? killsUs : eventUs === null ? [] : [eventUs]).map((atUs) => ({
    atUs,
    glyph: theme.ascii ? '^' : '▲',
  }));
  const { points } = series;
  const told = { label: metric.label, unit: metric.unit, eventUs, say: sayValue(metric.unit, amounts) };
  const sentence = wrap(chartSentence(points, told), width).slice(0, height >= 8 ? 2 : 1);
  const chart = chartLines({
    points,
    window,
    unit: metric.unit,
    limit: limitOf(app),
    marks,
    cursorUs: app.screen === 'detail' ? app.detail.cursorUs : null,
    zone: app.found.zone,
    clockUs: clockUsOf(app),
    width,
    height: height - sentence.length,
    theme,
  });
  return [...chart, ...sentence.map((part) => line(part, 'muted'))];
}

/** The limit of the cgroup, where its usage or that of one of its processes is drawn. */
export function limitOf(app: App): number | null {
  const metric = currentMetric(app)?.metric;
  const accounting = currentDossier(app)?.incident.accounting;
  if (accounting?.scope !== 'memcg') return null;
  return metric === 'cgroupUsageBytes' || metric === 'rssBytes' ? accounting.totalBytes : null;
}
