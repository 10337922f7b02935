import { formatCount } from '../../quantities.ts';
import { el, type Markup } from '../markup.ts';
import type { IndexRow, ReportHead } from '../model.ts';
import { address, statement } from './pieces.ts';
import { columnTitle, scrollingTable } from './table.ts';

/** Title, summary and the list of incidents. */
export function frontHtml(head: ReportHead): Markup {
  return el(
    'header',
    {},
    el('h1', {}, head.title),
    el(
      'p',
      { class: 'meta' },
      `Times in ${head.zone}. Read: ${head.coverageText}.`,
      head.base === '' ? '' : [' Paths are below ', el('code', {}, head.base), '.'],
      head.redacted ? ' Names are pseudonyms.' : '',
    ),
    head.summary.map((one) => el('p', { class: 'lead' }, statement(one, head))),
  );
}

/** The list of incidents, which is the way into a report of several. */
export function indexHtml(head: ReportHead): Markup | string {
  if (head.index.length < 2) return '';
  return el(
    'nav',
    { id: 'incidents', 'aria-label': 'Incidents' },
    el('h2', {}, 'Incidents, worst first'),
    scrollingTable({
      label: 'List of incidents',
      class: 'sortable',
      titles: ['#', 'What', 'When', 'Host', 'Kills', 'Cause', 'Sure', 'Log'].map(columnTitle),
      rows: head.index.map((row) => indexRow(row, head)),
    }),
    head.withoutChapter === 0
      ? ''
      : el(
          'p',
          { class: 'note' },
          `The ${formatCount(head.withoutChapter)} least of them have no chapter here: "oomtrail report --incident ID" writes one.`,
        ),
  );
}

function indexRow(
  { number, when, host, kills, title, cause, confidence, chapter, refs }: IndexRow,
  head: ReportHead,
): Markup {
  return el(
    'tr',
    {},
    el('td', { class: 'n', 'data-key': number }, String(number)),
    el('td', {}, chapter ? el('a', { href: `#i${number}` }, title) : title),
    el('td', {}, when),
    el('td', {}, host ?? '–'),
    el('td', { class: 'n', 'data-key': kills }, formatCount(kills)),
    el('td', {}, cause ?? '–'),
    el('td', { class: 'n', 'data-key': confidence }, confidence === null ? '–' : confidence.toFixed(2)),
    el(
      'td',
      {},
      refs.map((ref) => address(ref, head)),
    ),
  );
}
