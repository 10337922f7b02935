import { formatBytes, formatCount } from '../../quantities.ts';
import { el, type Markup } from '../markup.ts';
import type { ProcessRow, ProcessTable, ReportHead } from '../model.ts';
import { statement } from './pieces.ts';
import { scrollingTable } from './table.ts';

interface Column {
  readonly title: string;
  readonly numeric: boolean;
  readonly text: (row: ProcessRow) => string;
  /** What rows are sorted by. */
  readonly key: (row: ProcessRow) => number | string | null;
}

const amount = (title: string, key: (row: ProcessRow) => number | null): Column => ({
  title,
  numeric: true,
  key,
  text: (row) => {
    const bytes = key(row);
    return bytes === null ? '–' : formatBytes(bytes);
  },
});

const count = (title: string, key: (row: ProcessRow) => number | null): Column => ({
  title,
  numeric: true,
  key,
  text: (row) => String(key(row) ?? '–'),
});

const columns: readonly Column[] = [
  { title: 'Program', numeric: false, text: ({ comm }) => comm, key: ({ comm }) => comm },
  count('PID', ({ pid }) => pid),
  count('UID', ({ uid }) => uid),
  amount('RSS', ({ rssBytes }) => rssBytes),
  amount('Anonymous', ({ anonBytes }) => anonBytes),
  amount('Shared', ({ shmemBytes }) => shmemBytes),
  amount('Swap', ({ swapBytes }) => swapBytes),
  amount('Page tables', ({ pgtablesBytes }) => pgtablesBytes),
  count('Score adj.', ({ oomScoreAdj }) => oomScoreAdj),
  {
    title: 'Fate',
    numeric: false,
    text: ({ killed }) => (killed ? 'killed' : ''),
    key: ({ killed }) => (killed ? 'killed' : ''),
  },
];

/** The task table; a script makes it sortable and filterable, without one it is in order of size. */
export function processTable({ rows, leftOut, source }: ProcessTable, anchor: string, head: ReportHead): Markup {
  const shown = columns.filter(({ key }) => rows.some((row) => key(row) !== null));
  const cells = (row: ProcessRow): Markup[] =>
    shown.map(({ text, key, numeric }, index) =>
      el(
        index === 0 ? 'th' : 'td',
        { ...(index === 0 ? { scope: 'row' } : {}), class: numeric ? 'n' : null, 'data-key': key(row) },
        text(row),
      ),
    );
  return el(
    'div',
    { class: 'processes' },
    el('p', {}, statement(source, head), leftOut === 0 ? '' : ` ${formatCount(leftOut)} smaller ones are not shown.`),
    el(
      'p',
      { class: 'filter', hidden: true },
      el('label', { for: `${anchor}-filter` }, 'Filter '),
      el('input', { id: `${anchor}-filter`, type: 'search', autocomplete: 'off', placeholder: 'name or PID' }),
      ' ',
      el('output', { for: `${anchor}-filter` }),
    ),
    scrollingTable({
      label: `Processes of incident ${anchor.slice(1)}`,
      class: 'sortable',
      titles: shown.map(({ title, numeric }) => el('th', { scope: 'col', class: numeric ? 'n' : null }, title)),
      rows: rows.map((row) => el('tr', { class: row.killed ? 'killed' : null }, cells(row))),
    }),
  );
}
