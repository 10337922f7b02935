import { counted, formatBytes } from '../quantities.ts';
import { formatRange } from '../times.ts';
import type { Analysis, CoverageRow, ViewSettings } from '../view.ts';
import { wrap } from '../width.ts';

const sum = (rows: readonly CoverageRow[], of: (row: CoverageRow) => number): number =>
  rows.reduce((total, row) => total + of(row), 0);

function earliest(times: readonly (string | null)[]): string | null {
  return times.reduce((best, time) => (time !== null && (best === null || time < best) ? time : best), null);
}

function latest(times: readonly (string | null)[]): string | null {
  return times.reduce((best, time) => (time !== null && (best === null || time > best) ? time : best), null);
}

/** `3 files, 4,120,993 lines, 412 MiB, 2026-06-01 00:00:00 → 2026-06-08 23:59:58 +02:00`. */
export function coveredText({ coverage }: Pick<Analysis, 'coverage'>, settings: ViewSettings): string {
  const from = earliest(coverage.map((row) => row.from));
  const to = latest(coverage.map((row) => row.to));
  const arrow = settings.ascii ? 'to' : '→';
  const samples = sum(coverage, (row) => row.samples);
  return [
    counted(coverage.length, 'file'),
    counted(
      sum(coverage, (row) => row.lines),
      'line',
    ),
    formatBytes(sum(coverage, (row) => row.bytes)),
    ...(samples > 0 ? [counted(samples, 'memory sample')] : []),
    from === null || to === null ? 'no wall-clock time in them' : formatRange(from, to, settings.zone, arrow),
  ].join(', ');
}

const mostRows = 12;

function skippedLines(row: CoverageRow): string[] {
  return row.skipped.map(
    ({ reason, count }) => `${row.path}: ${reason}${count > 1 ? ` (${counted(count, 'time')})` : ''}`,
  );
}

function fileLine(row: CoverageRow): string {
  const found = [
    ...(row.records > 0 ? [counted(row.records, 'record')] : []),
    ...(row.samples > 0 ? [counted(row.samples, 'sample')] : []),
  ];
  if (row.bytes === 0) return `${row.path}: empty`;
  return `${row.path}: ${row.format ?? 'format not recognised'}, ${counted(row.lines, 'line')}, ${found.join(', ') || 'nothing found'}`;
}

/** What was read and what was not: the end of every text. */
export function coverageLines(analysis: Omit<Analysis, 'incidents'>, settings: ViewSettings): string[] {
  const covered = analysis.coverage.length === 0 ? 'no file to its end' : coveredText(analysis, settings);
  const read = wrap(`read: ${covered}`, settings.columns).map(settings.style.muted);
  return [...read, ...leftOutLines(analysis, settings)];
}

/** With --verbose each file; what was not understood or not read; notes. */
export function leftOutLines(analysis: Omit<Analysis, 'incidents'>, settings: ViewSettings): string[] {
  const { style, columns, verbose } = settings;
  const isProblem = (line: string): boolean => analysis.problems.some((problem) => problem.startsWith(line));
  const skipped = analysis.coverage.flatMap(skippedLines).filter((line) => !isProblem(line));
  const problems = analysis.problems.slice(settings.problemsTold ?? 0);
  const shown = verbose ? skipped : skipped.slice(0, mostRows);
  const list = (label: string, lines: readonly string[]): string[] =>
    lines.flatMap((line) =>
      wrap(line, columns - 4).map((piece, index) => `${index === 0 ? `${label} ` : '  '}${piece}`),
    );
  return [
    ...(verbose ? list(' ', analysis.coverage.map(fileLine)) : []),
    ...(shown.length > 0 ? [style.warn('not understood or left out:')] : []),
    ...list('  -', shown),
    ...(shown.length < skipped.length ? [`  and ${skipped.length - shown.length} more (--verbose lists them)`] : []),
    ...(problems.length > 0 ? [style.warn('could not be read:')] : []),
    ...list('  -', problems),
    ...list('note:', analysis.notes),
  ];
}
