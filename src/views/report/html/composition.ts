import { formatBytes, formatShare } from '../../quantities.ts';
import { componentText } from '../build/names.ts';
import { type Child, el, type Markup } from '../markup.ts';
import type { Composition, ReportHead } from '../model.ts';
import { barsSvg, orderOf } from '../svg/bars.ts';
import { narrow, wide } from '../svg/chart.ts';
import { address } from './pieces.ts';
import { columnTitle, scrollingTable } from './table.ts';

/** Where the memory was at a few times: bars to see, and a table to read. */
export function compositionHtml(bars: readonly Composition[], id: string, head: ReportHead): Child {
  return [
    el(
      'figure',
      { class: 'bars' },
      el('div', { class: 'wide' }, barsSvg(bars, wide)),
      el('div', { class: 'narrow' }, barsSvg(bars, narrow)),
    ),
    scrollingTable({
      label: `Parts of the memory, ${id.slice(1, id.indexOf('-'))}`,
      class: 'parts',
      titles: [columnTitle('Part'), ...bars.map((bar) => momentTitle(bar, head))],
      rows: [...orderOf(bars).map((component) => partRow(component, bars)), totalRow(bars)],
    }),
  ];
}

function momentTitle({ label, refs }: Composition, head: ReportHead): Markup {
  return el(
    'th',
    { scope: 'col', class: 'n' },
    label,
    refs.map((ref) => [el('br'), address(ref, head)]),
  );
}

function partRow(component: string, bars: readonly Composition[]): Markup {
  return el(
    'tr',
    {},
    el('th', { scope: 'row' }, componentText(component)),
    bars.map(({ parts, totalBytes }) => {
      const bytes = parts.find((part) => part.component === component)?.bytes;
      return el('td', { class: 'n' }, bytes === undefined ? '–' : amountAndShare(bytes, totalBytes));
    }),
  );
}

function amountAndShare(bytes: number, totalBytes: number): Child[] {
  return [
    el('span', { class: 'whole' }, formatBytes(bytes)),
    ' ',
    el('span', { class: 'whole' }, `(${formatShare(bytes, totalBytes)})`),
  ];
}

function totalRow(bars: readonly Composition[]): Markup {
  return el(
    'tr',
    {},
    el('th', { scope: 'row' }, 'total'),
    bars.map(({ totalBytes }) => el('td', { class: 'n' }, formatBytes(totalBytes))),
  );
}
