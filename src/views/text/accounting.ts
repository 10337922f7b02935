import type { Accounting, Incident } from '../../diagnosis/analysis.ts';
import { formatBytes, formatShare } from '../quantities.ts';
import type { ViewSettings } from '../view.ts';
import { wrap } from '../width.ts';
import { bar, block, type Column, field, table, textCells } from './layout.ts';

const holders: Readonly<Record<Accounting['scope'], string>> = {
  host: 'of the machine',
  node: 'of the node',
  memcg: 'of the cgroup',
};

const barCells = 20;

/** Without titles: each row says itself what it is. */
const columns: readonly Column[] = [
  { title: '', align: 'left', rank: 0 },
  { title: '', align: 'right', rank: 0 },
  { title: '', align: 'right', rank: 1 },
  { title: '', align: 'left', rank: 2 },
];

/** Where the memory was: one row per component, biggest first, what no counter explains at the end. */
export function accountingLines({ accounting, accountingRefused }: Incident, settings: ViewSettings): string[] {
  if (accounting === null) {
    return accountingRefused === null ? [] : field('memory', [`no accounting: ${accountingRefused}`], settings);
  }
  const { totalBytes, unaccountedBytes, parts, scope, notPrinted } = accounting;
  const rows = [
    ...parts.filter(({ bytes }) => bytes !== 0).toSorted((a, b) => b.bytes - a.bytes),
    { component: 'unaccounted', bytes: unaccountedBytes },
  ];
  const cells = rows.map(({ component, bytes }) => [
    component,
    formatBytes(bytes),
    formatShare(bytes, totalBytes),
    bar(bytes / totalBytes, barCells, settings.ascii),
  ]);
  const [, ...lines] = table(columns, cells, textCells(settings), settings.ascii);
  const inside =
    notPrinted.length === 0
      ? []
      : wrap(`(not printed here, so inside unaccounted: ${notPrinted.join(', ')})`, textCells(settings));
  return block(
    'memory',
    [`${formatBytes(totalBytes)} ${holders[scope]}`, ...lines, ...inside.map(settings.style.muted)],
    settings,
  );
}
