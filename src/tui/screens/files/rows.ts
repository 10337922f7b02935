import { formatBytes, formatCount } from '../../../views/quantities.ts';
import type { CoverageRow } from '../../../views/view.ts';
import { cellsOf } from '../../../views/width.ts';
import type { App } from '../../app/state.ts';
import { bodySize } from '../../size.ts';
import { type Column, fitColumns, rowLine, titleLine } from '../../text/columns.ts';
import { inRole, type Line, line, piece } from '../../text/line.ts';
import { shortMoment } from '../../text/moment.ts';
import type { Theme } from '../../theme.ts';
import { fileRoles, fileState } from './theme.ts';

/** Rows that hold files: titles and the sentence on the selected one take the rest. */
export const filesHeight = (app: App): number => Math.max(1, bodySize(app.size).rows - 4);

function spanText({ from, to }: CoverageRow, zone: string, arrow: string): string {
  if (from === null || to === null) return '-';
  return `${shortMoment(Date.parse(from) * 1000, zone)} ${arrow} ${shortMoment(Date.parse(to) * 1000, zone)}`;
}

const skippedText = ({ skipped }: CoverageRow): string =>
  skipped.map(({ reason, count }) => `${formatCount(count)} ${reason}`).join(', ');

/** The folder in which all files lie, with its slash: it is left out of their names. */
export function commonFolder(paths: readonly string[]): string {
  const [first = ''] = paths;
  let end = first.lastIndexOf('/') + 1;
  while (end > 0 && !paths.every((path) => path.startsWith(first.slice(0, end))))
    end = first.lastIndexOf('/', end - 2) + 1;
  return first.slice(0, end);
}

/** What stands below the files: what could not be read, then what the analysis could not know. */
export const remarksOf = ({ problems, notes }: App['found']): readonly Remark[] => [
  ...problems.map((text) => ({ text, bad: true })),
  ...notes.map((text) => ({ text, bad: false })),
];

interface Remark {
  readonly text: string;
  readonly bad: boolean;
}

/** Files as they were read, then what could not be read; the selected one in a sentence below. */
export function fileLines(app: App, { width, height, theme }: { width: number; height: number; theme: Theme }): Line[] {
  const { files, zone, progress, final } = app.found;
  const remarks = remarksOf(app.found);
  const { list } = app.files;
  const folder = commonFolder(files.map(({ path }) => path));
  const columns: readonly Column[] = [
    { title: '', align: 'left', rank: 0, cells: 2 },
    {
      title: folder === '' ? 'file' : `in ${folder}`,
      align: 'left',
      rank: 0,
      cells: files.reduce((cells, { path }) => Math.max(cells, cellsOf(path) - folder.length), 4),
      least: 20,
    },
    {
      title: 'format',
      align: 'left',
      rank: 1,
      cells: files.reduce((cells, { format }) => Math.max(cells, (format ?? '-').length), 6),
      least: 8,
    },
    { title: 'lines', align: 'right', rank: 3, cells: 10 },
    { title: 'size', align: 'right', rank: 4, cells: 8 },
    { title: 'records', align: 'right', rank: 2, cells: 7 },
    { title: 'samples', align: 'right', rank: 2, cells: 7 },
    { title: 'from, to', align: 'left', rank: 5, cells: 31 },
    { title: 'not read', align: 'left', rank: 6, cells: 24, least: 10 },
  ];
  const fitted = fitColumns(columns, width - 1);
  const rows = [...files, ...remarks].slice(list.top, list.top + height - 3).map((file, index): Line => {
    const selected = list.top + index === list.selected;
    const sign = piece(selected ? theme.glyphs.cursor : ' ');
    const row: Line =
      'text' in file
        ? [sign, file.bad ? piece(`${theme.glyphs.bad} `, 'danger') : piece('note ', 'muted'), piece(`  ${file.text}`)]
        : [sign, ...rowLine(fitted, fileCells(file, folder, zone, theme), theme.ascii)];
    return selected ? inRole(row, 'selected') : row;
  });
  const reading = !final && progress !== null ? ` (reading ${progress.path})` : '';
  return [
    [piece(' '), ...titleLine(fitted, theme.ascii)],
    ...rows,
    ...(files.length + remarks.length === 0
      ? [line(final ? ' nothing was read' : ` nothing was read yet${reading}`, 'muted')]
      : []),
    ...Array.from(
      { length: Math.max(0, height - 3 - rows.length - (files.length + remarks.length === 0 ? 1 : 0)) },
      (): Line => [],
    ),
    [],
    selectedLine(app),
  ];
}

function fileCells(file: CoverageRow, folder: string, zone: string, theme: Theme) {
  const state = fileState(file);
  return [
    { text: theme.glyphs[state], role: fileRoles[state] },
    { text: file.path.slice(folder.length), keep: 'end' as const },
    file.format ?? '-',
    formatCount(file.lines),
    formatBytes(file.bytes),
    formatCount(file.records),
    formatCount(file.samples),
    spanText(file, zone, theme.glyphs.arrow),
    skippedText(file),
  ];
}

/** What the selected row means. */
function selectedLine({ found, files }: App): Line {
  const file = found.files[files.list.selected];
  if (file === undefined) return line(` ${remarksOf(found)[files.list.selected - found.files.length]?.text ?? ''}`);
  const skipped = skippedText(file);
  const hosts = file.hosts.length === 0 ? '' : `; hosts ${file.hosts.join(', ')}`;
  const state = fileState(file);
  const words =
    state === 'ok'
      ? 'read whole'
      : state === 'partly'
        ? `not all was understood: ${skipped}`
        : `not read: ${skipped || 'no known format'}`;
  return line(` ${file.path}: ${words}${hosts}`);
}
