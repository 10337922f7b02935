import { chartWindow, currentDossier, currentMetric, dossierError, latest } from '../../answers.ts';
import { selectedRow } from '../../select.ts';
import type { App } from '../../state.ts';
import { type Line, line, piece } from '../../text/line.ts';
import { kindCause } from '../../text/names.ts';
import { verdictLines } from '../../text/verdict.ts';
import type { Theme } from '../../theme.ts';
import { chartSentence } from '../../widgets/chart/sentence.ts';
import { perCell, sparkline } from '../../widgets/chart/steps.ts';
import { amountsOf } from '../detail/context.ts';
import { curveLines, sayValue } from '../detail/curve.ts';

/** The answer to the selected incident in as many lines as there are; a small curve of memory at the end where it fits. */
export function previewLines(
  app: App,
  { width, height, framed }: { width: number; height: number; framed: boolean },
  theme: Theme,
): Line[] {
  const row = selectedRow(app);
  if (row === null) return [];
  const dossier = currentDossier(app);
  if (dossier === null) {
    const error = dossierError(app);
    return [
      line(
        row.cause === null ? 'no verdict' : `${kindCause(row.cause)}${row.culprit === null ? '' : `: ${row.culprit}`}`,
        'danger',
      ),
      line(row.title),
      ...(error === null ? [] : [line(error, 'warn')]),
    ];
  }
  const verdict = verdictLines(dossier.incident, {
    width,
    amounts: amountsOf(app, dossier),
    ascii: theme.ascii,
    framed,
  });
  const room = height - verdict.length - 1;
  if (room >= chartRows && currentMetric(app) !== null) {
    return [...verdict, [], ...curveLines(app, { width, height: Math.min(room, mostChartRows) }, theme)];
  }
  const spark = height >= 6 ? sparkLines(app, width, theme) : [];
  return [...verdict.slice(0, Math.max(1, height - spark.length)), ...spark];
}

/** A chart needs so many rows to say more than a line of blocks. */
const chartRows = 8;
const mostChartRows = 14;

function sparkLines(app: App, width: number, theme: Theme): Line[] {
  const metric = currentMetric(app);
  const window = chartWindow(app);
  const dossier = currentDossier(app);
  const series = latest(app, 'chart')?.find(({ key }) => key === metric?.key);
  if (metric === null || window === null || series === undefined) return [];
  const most = series.points.reduce((largest, { value }) => Math.max(largest, value), 0);
  const cells = Math.min(width, 60);
  const told = {
    label: metric.label,
    unit: metric.unit,
    eventUs: dossier?.eventUs ?? null,
    say: sayValue(metric.unit, amountsOf(app, dossier)),
  };
  return [
    [piece(sparkline(perCell(series.points, window, cells), most, theme.ascii), 'accent')],
    line(chartSentence(series.points, told), 'muted'),
  ];
}
