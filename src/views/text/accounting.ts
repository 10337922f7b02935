import type { Accounting, Incident } from '../../diagnosis/analysis.ts';
import { formatBytes, formatShare } from '../quantities.ts';
import type { ViewSettings } from '../view.ts';
import { cellsOf, padEnd, padStart, wrap } from '../width.ts';
import { bar, block, field, textCells } from './layout.ts';

const holders: Readonly<Record<Accounting['scope'], string>> = {
  host: 'of the machine',
  node: 'of the node',
  memcg: 'of the cgroup',
};

const barCells = 20;

/** Where the memory was: one row a component, biggest first, what no counter explains at the end. */
export function accountingLines({ accounting, accountingRefused }: Incident, settings: ViewSettings): string[] {
  if (accounting === null) {
    return accountingRefused === null ? [] : field('memory', [`no accounting: ${accountingRefused}`], settings);
  }
  const { totalBytes, unaccountedBytes, parts, scope, notPrinted } = accounting;
  const rows = [
    ...parts.filter(({ bytes }) => bytes !== 0).toSorted((a, b) => b.bytes - a.bytes),
    { component: 'unaccounted', bytes: unaccountedBytes },
  ];
  const nameCells = Math.max(...rows.map(({ component }) => cellsOf(component)));
  const lines = rows.map(({ component, bytes }) => {
    const amount = padStart(formatBytes(bytes), 9);
    const share = padStart(formatShare(bytes, totalBytes), 5);
    const row = `${padEnd(component, nameCells)}  ${amount}  ${share}`;
    const drawn = bar(bytes / totalBytes, barCells, settings.ascii);
    const fits = cellsOf(row) + 2 + barCells <= textCells(settings);
    return fits && drawn !== '' ? `${row}  ${settings.style.accent(drawn)}` : row;
  });
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
