import { formatBytes, formatCount, formatShare } from '../../quantities.ts';
import { componentText } from '../build/names.ts';
import type { Composition, ProcessTable, ReportHead } from '../model.ts';
import { orderOf } from '../svg/bars.ts';
import { code, plain, table } from './escape.ts';
import { address } from './sentence.ts';

/** Rows of the task table in Markdown; a page has them all. */
const mostProcesses = 15;

/** Where the memory was: a row a component, a column a moment. */
export function compositionLines(bars: readonly Composition[], head: ReportHead): string[] {
  return table(
    [
      { title: 'Part' },
      ...bars.map(({ label, refs }) => ({
        title: `${plain(label)} ${refs.map((ref) => address(ref, head, true)).join(' ')}`,
        numeric: true,
      })),
    ],
    [
      ...orderOf(bars).map((component) => [
        plain(componentText(component)),
        ...bars.map(({ parts, totalBytes }) => {
          const bytes = parts.find((part) => part.component === component)?.bytes;
          return bytes === undefined ? '–' : `${formatBytes(bytes)} (${plain(formatShare(bytes, totalBytes))})`;
        }),
      ]),
      ['total', ...bars.map(({ totalBytes }) => formatBytes(totalBytes))],
    ],
  );
}

const amount = (bytes: number | null): string => (bytes === null ? '–' : formatBytes(bytes));

/** The largest tasks, and whoever was killed. */
export function processLines({ rows, leftOut }: ProcessTable): string[] {
  const shown = rows.filter((row, rank) => rank < mostProcesses || row.killed);
  const hidden = rows.length - shown.length + leftOut;
  return [
    ...table(
      [
        { title: 'Program' },
        { title: 'PID', numeric: true },
        { title: 'RSS', numeric: true },
        { title: 'Anonymous', numeric: true },
        { title: 'Swap', numeric: true },
        { title: 'Score adj.', numeric: true },
        { title: 'Fate' },
      ],
      shown.map((row) => [
        code(row.comm, true),
        String(row.pid),
        amount(row.rssBytes),
        amount(row.anonBytes),
        amount(row.swapBytes),
        String(row.oomScoreAdj ?? '–'),
        row.killed ? '**killed**' : '',
      ]),
    ),
    ...(hidden > 0 ? ['', `${formatCount(hidden)} smaller ones are not shown.`] : []),
  ];
}
