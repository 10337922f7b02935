import { counted, formatBytes, formatCount } from '../../quantities.ts';
import type { CoverageRow } from '../../view.ts';
import { type Child, el, type Markup } from '../markup.ts';
import type { ReportHead } from '../model.ts';
import { columnTitle, scrollingTable } from './table.ts';

/** What was read and with what: so that the report can be made again. */
export function appendixHtml({ coverage, notes, problems, tool }: ReportHead): Markup {
  return el(
    'footer',
    { id: 'appendix' },
    el('h2', {}, 'How this report was made'),
    el('p', {}, `oomtrail ${tool.version}, called as `, el('code', {}, tool.commandLine), '.'),
    notes.length === 0 ? null : sentences(notes),
    problems.length === 0 ? null : [el('h3', {}, 'Could not be read'), sentences(problems)],
    el(
      'details',
      {},
      el('summary', {}, `What was read: ${counted(coverage.length, 'file')}`),
      scrollingTable({
        label: 'Files read',
        class: null,
        titles: ['File', 'Format', 'Lines', 'Size', 'Records', 'Samples', 'Left out'].map(columnTitle),
        rows: coverage.map(fileRow),
      }),
    ),
    el('p', { class: 'note' }, 'Charts by uPlot, © Leon Sorokin, MIT licence.'),
  );
}

function sentences(texts: readonly string[]): Child {
  return el(
    'ul',
    {},
    texts.map((text) => el('li', {}, text)),
  );
}

function fileRow({ path, format, lines, bytes, records, samples, skipped }: CoverageRow): Markup {
  return el(
    'tr',
    {},
    el('th', { scope: 'row' }, path),
    el('td', {}, format ?? 'not recognised'),
    el('td', { class: 'n' }, formatCount(lines)),
    el('td', { class: 'n' }, formatBytes(bytes)),
    el('td', { class: 'n' }, formatCount(records)),
    el('td', { class: 'n' }, formatCount(samples)),
    el('td', {}, skipped.map(({ reason, count }) => `${reason} (${formatCount(count)})`).join('; ')),
  );
}
