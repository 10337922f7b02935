import { counted, formatBytes, formatCount } from '../../quantities.ts';
import { el, type Markup } from '../markup.ts';
import type { IndexRow, ReportHead } from '../model.ts';
import { address, statement } from './pieces.ts';

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
    el(
      'div',
      { class: 'scroll', tabindex: '0', role: 'region', 'aria-label': 'List of incidents' },
      el(
        'table',
        { class: 'sortable' },
        el(
          'thead',
          {},
          el(
            'tr',
            {},
            ['#', 'What', 'When', 'Host', 'Kills', 'Cause', 'Sure', 'Log'].map((title) =>
              el('th', { scope: 'col' }, title),
            ),
          ),
        ),
        el(
          'tbody',
          {},
          head.index.map((row) => indexRow(row, head)),
        ),
      ),
    ),
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

/** What was read and with what: so that the report can be made again. */
export function appendixHtml(head: ReportHead): Markup {
  const { coverage, notes, problems, tool } = head;
  return el(
    'footer',
    { id: 'appendix' },
    el('h2', {}, 'How this report was made'),
    el('p', {}, `oomtrail ${tool.version}, called as `, el('code', {}, tool.commandLine), '.'),
    notes.length === 0
      ? null
      : el(
          'ul',
          {},
          notes.map((note) => el('li', {}, note)),
        ),
    problems.length === 0
      ? null
      : [
          el('h3', {}, 'Could not be read'),
          el(
            'ul',
            {},
            problems.map((problem) => el('li', {}, problem)),
          ),
        ],
    el(
      'details',
      {},
      el('summary', {}, `What was read: ${counted(coverage.length, 'file')}`),
      el(
        'div',
        { class: 'scroll', tabindex: '0', role: 'region', 'aria-label': 'Files read' },
        el(
          'table',
          {},
          el(
            'thead',
            {},
            el(
              'tr',
              {},
              ['File', 'Format', 'Lines', 'Size', 'Records', 'Samples', 'Left out'].map((title) =>
                el('th', { scope: 'col' }, title),
              ),
            ),
          ),
          el(
            'tbody',
            {},
            coverage.map(({ path, format, lines, bytes, records, samples, skipped }) =>
              el(
                'tr',
                {},
                el('th', { scope: 'row' }, path),
                el('td', {}, format ?? 'not recognised'),
                el('td', { class: 'n' }, formatCount(lines)),
                el('td', { class: 'n' }, formatBytes(bytes)),
                el('td', { class: 'n' }, formatCount(records)),
                el('td', { class: 'n' }, formatCount(samples)),
                el('td', {}, skipped.map(({ reason, count }) => `${reason} (${formatCount(count)})`).join('; ')),
              ),
            ),
          ),
        ),
      ),
    ),
    el('p', { class: 'note' }, 'Charts by uPlot, © Leon Sorokin, MIT licence.'),
  );
}
