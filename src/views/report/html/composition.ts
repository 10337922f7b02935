import { formatBytes, formatShare } from '../../quantities.ts';
import { componentText } from '../build/names.ts';
import { type Child, el } from '../markup.ts';
import type { Composition, ReportHead } from '../model.ts';
import { barsSvg, orderOf } from '../svg/bars.ts';
import { narrow, wide } from '../svg/chart.ts';
import { address } from './pieces.ts';

/** Where the memory was at a few times: bars to see, and a table to read. */
export function compositionHtml(bars: readonly Composition[], id: string, head: ReportHead): Child {
  const order = orderOf(bars);
  return [
    el(
      'figure',
      { class: 'bars' },
      el('div', { class: 'wide' }, barsSvg(bars, wide)),
      el('div', { class: 'narrow' }, barsSvg(bars, narrow)),
    ),
    el(
      'div',
      {
        class: 'scroll',
        tabindex: '0',
        role: 'region',
        'aria-label': `Parts of the memory, ${id.slice(1, id.indexOf('-'))}`,
      },
      el(
        'table',
        { class: 'parts' },
        el(
          'thead',
          {},
          el(
            'tr',
            {},
            el('th', { scope: 'col' }, 'Part'),
            bars.map(({ label, refs }) =>
              el(
                'th',
                { scope: 'col', class: 'n' },
                label,
                refs.map((ref) => [el('br'), address(ref, head)]),
              ),
            ),
          ),
        ),
        el(
          'tbody',
          {},
          order.map((component) =>
            el(
              'tr',
              {},
              el('th', { scope: 'row' }, componentText(component)),
              bars.map(({ parts, totalBytes }) => {
                const bytes = parts.find((part) => part.component === component)?.bytes;
                return el(
                  'td',
                  { class: 'n' },
                  bytes === undefined
                    ? '–'
                    : [
                        el('span', { class: 'whole' }, formatBytes(bytes)),
                        ' ',
                        el('span', { class: 'whole' }, `(${formatShare(bytes, totalBytes)})`),
                      ],
                );
              }),
            ),
          ),
          el(
            'tr',
            {},
            el('th', { scope: 'row' }, 'total'),
            bars.map(({ totalBytes }) => el('td', { class: 'n' }, formatBytes(totalBytes))),
          ),
        ),
      ),
    ),
  ];
}
