import { cellsOf, cutTo } from '../../../views/width.ts';
import { chartWindow, currentDossier, currentMetric, dossierError, latest } from '../../app/answers.ts';
import { selectedRow } from '../../app/select.ts';
import type { App } from '../../app/state.ts';
import { cellsOfLine, type Line, line, piece } from '../../text/line.ts';
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
  return [...cutAfter(verdict, Math.max(1, height - spark.length), width, theme), ...spark];
}

/** Cuts to a number of lines; where more would follow, the last one ends with a sign. */
function cutAfter(lines: readonly Line[], count: number, width: number, theme: Theme): readonly Line[] {
  const last = lines[count - 1];
  if (lines.length <= count || last === undefined) return lines;
  if (cellsOfLine(last) + 2 <= width)
    return [...lines.slice(0, count - 1), [...last, piece(` ${theme.glyphs.ellipsis}`, 'muted')]];
  const end = last.at(-1) ?? piece('');
  const text = cutTo(`${end.text}  `, cellsOf(end.text), theme.ascii);
  return [...lines.slice(0, count - 1), [...last.slice(0, -1), { ...end, text }]];
}

/** Rows a chart needs to say more than a line of blocks. */
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
