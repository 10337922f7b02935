import { counted, formatBytes, formatCount } from '../quantities.ts';
import { cleanDeep } from '../sanitize.ts';
import { chapterLines } from './markdown/chapter.ts';
import { code, plain, table } from './markdown/escape.ts';
import { address, sentence } from './markdown/sentence.ts';
import type { ReportHead } from './model.ts';
import type { ReportView } from './report-view.ts';

/** For a postmortem document: headings, tables, fenced lines of the log, and no HTML. */
export const markdown: ReportView = {
  name: 'markdown',
  summary: 'to paste into a postmortem',
  endings: ['.md', '.markdown'],
  begin: (dirty) => `${frontLines(cleanDeep(dirty)).join('\n')}\n`,
  chapter: (incident, head) =>
    `\n${withoutTrailingGap(chapterLines(cleanDeep(incident), cleanDeep(head))).join('\n')}\n`,
  end: (dirty) => `\n${withoutTrailingGap(appendixLines(cleanDeep(dirty))).join('\n')}\n`,
};

function withoutTrailingGap(lines: readonly string[]): readonly string[] {
  return lines.slice(0, lines.findLastIndex((line) => line !== '') + 1);
}

function frontLines(head: ReportHead): string[] {
  const { title, zone, coverageText, base, redacted, summary } = head;
  return [
    `# ${plain(title)}`,
    '',
    `Times in ${plain(zone)}. Read: ${plain(coverageText)}.${base === '' ? '' : ` Paths are below ${code(base)}.`}${redacted ? ' Names are pseudonyms.' : ''}`,
    ...summary.flatMap((one) => ['', sentence(one, head)]),
    ...indexLines(head),
  ];
}

function indexLines(head: ReportHead): string[] {
  const { index, withoutChapter } = head;
  if (index.length < 2) return [];
  return [
    '',
    '## Incidents, worst first',
    '',
    ...table(
      [
        { title: '#', numeric: true },
        { title: 'When' },
        { title: 'Host' },
        { title: 'Kills', numeric: true },
        { title: 'What' },
        { title: 'Cause' },
        { title: 'Sure', numeric: true },
        { title: 'Log' },
      ],
      index.map(({ number, when, host, kills, title, cause, confidence, refs }) => [
        String(number),
        plain(when),
        plain(host ?? '–'),
        formatCount(kills),
        plain(title),
        plain(cause ?? '–'),
        confidence === null ? '–' : confidence.toFixed(2),
        refs.map((ref) => address(ref, head, true)).join(' '),
      ]),
    ),
    ...(withoutChapter === 0
      ? []
      : [
          '',
          `The ${formatCount(withoutChapter)} least of them have no chapter here: ${code('oomtrail report --incident ID')} writes one.`,
        ]),
  ];
}

function appendixLines({ tool, notes, problems, coverage }: ReportHead): string[] {
  return [
    '## How this report was made',
    '',
    `oomtrail ${plain(tool.version)}, called as ${code(tool.commandLine)}.`,
    '',
    ...notes.map((note) => `- ${plain(note)}`),
    ...(notes.length > 0 ? [''] : []),
    ...(problems.length > 0
      ? ['### Could not be read', '', ...problems.map((problem) => `- ${plain(problem)}`), '']
      : []),
    `### What was read: ${counted(coverage.length, 'file')}`,
    '',
    ...table(
      [
        { title: 'File' },
        { title: 'Format' },
        { title: 'Lines', numeric: true },
        { title: 'Size', numeric: true },
        { title: 'Records', numeric: true },
        { title: 'Samples', numeric: true },
        { title: 'Left out' },
      ],
      coverage.map(({ path, format, lines, bytes, records, samples, skipped }) => [
        code(path, true),
        plain(format ?? 'not recognised'),
        formatCount(lines),
        formatBytes(bytes),
        formatCount(records),
        formatCount(samples),
        skipped.map(({ reason, count }) => `${plain(reason)} (${formatCount(count)})`).join('; '),
      ]),
    ),
  ];
}
