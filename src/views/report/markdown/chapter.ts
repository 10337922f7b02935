import { counted, formatBytes, formatCount, formatShare } from '../../quantities.ts';
import { brief, briefText } from '../brief.ts';
import { momentText } from '../build/clock.ts';
import { componentText } from '../build/names.ts';
import { alternativesText } from '../build/verdict.ts';
import type {
  Advice,
  Composition,
  IncidentReport,
  ProcessTable,
  Proof,
  Reference,
  ReportHead,
  Statement,
} from '../model.ts';
import { orderOf } from '../svg/bars.ts';
import { chartLines } from './charts.ts';
import { code, fenced, plain, table } from './escape.ts';
import { address, sentence } from './sentence.ts';

/** Rows of the task table in Markdown; a page has them all. */
const mostProcesses = 15;

type Block = readonly string[];

/** Sections are told apart by their number: Markdown of several incidents has no heading twice. */
export function chapterLines(incident: IncidentReport, head: ReportHead): string[] {
  const several = head.index.length > 1;
  const heading = (title: string): string => `### ${title}${several ? ` (${incident.number})` : ''}`;
  const section = (title: string, ...blocks: readonly Block[]): string[] => {
    const filled = blocks.filter((block) => block.length > 0);
    return filled.length === 0 ? [] : [heading(title), '', ...filled.flatMap((block) => [...block, ''])];
  };
  const list = (statements: readonly Statement[]): Block => statements.map((one) => `- ${sentence(one, head)}`);
  const { verdict, raw } = incident;
  return [
    several ? `## ${incident.number}. ${plain(incident.title)}` : '## What happened',
    '',
    `id ${code(incident.id)}`,
    '',
    ...incident.summary.flatMap((one) => [sentence(brief(one), head), '']),
    ...(verdict === null
      ? []
      : section('Verdict', [
          `**${plain(verdict.heading)}**: ${verdict.words} (${verdict.confidence.toFixed(2)}, ${plain(verdict.calibration)}), ${code(verdict.cause)}`,
          '',
          ...pairs([
            ['Who', verdict.who],
            ['Victim', verdict.victim],
            ['Where', verdict.where],
            ['How', verdict.why],
            ['Also', verdict.contributing.join('; ')],
            ['Or else', alternativesText(verdict.alternatives)],
            ['Look at', verdict.next],
          ]),
          ...(verdict.refs.length === 0 ? [] : [`- Rests on: ${addresses(verdict.refs, head)}`]),
        ])),
    ...section(
      'What the kernel wrote',
      incident.facts.map((fact) => `- ${plain(fact.label)}: ${sentence(fact, head)}`),
    ),
    ...section('Memory around the event', ...incident.charts.map((chart) => chartLines(chart, head))),
    ...section(
      'Where the memory was',
      incident.composition.length === 0 ? [] : compositionLines(incident.composition, head),
      incident.compositionNote === null ? [] : [sentence(incident.compositionNote, head)],
    ),
    ...section('Who held it', list(incident.holders)),
    ...section('Why the kernel chose this victim', list(incident.selection)),
    ...section('Evidence', ...incident.evidence.map((proof) => proofLines(proof, '+', head))),
    ...section('Evidence against it', ...incident.against.map((proof) => proofLines(proof, '−', head))),
    ...section(
      'Timeline',
      incident.timeline.map(
        (mark) => `- **${plain(momentText(mark.seconds, incident.origin, head.zone))}** ${sentence(brief(mark), head)}`,
      ),
      incident.timelineLeftOut === 0 ? [] : [`And ${formatCount(incident.timelineLeftOut)} more.`],
    ),
    ...section('Impact', list(incident.impact.map(brief))),
    ...section('What could not be known', list(incident.unknown)),
    ...section('Remedies', adviceLines(incident.remedies, head)),
    ...section('Prevention', adviceLines(incident.prevention, head)),
    ...section(
      'Escalation',
      incident.escalation.length === 0
        ? ['No rule of escalation fired.']
        : incident.escalation.map(
            ({ rule, text, measured, refs }) => `- **${plain(rule)}** ${plain(text)} (${basis(measured, refs, head)})`,
          ),
    ),
    ...section(
      'Other incidents of the period',
      incident.related.map(
        ({ number, when, title, same }) =>
          `- ${same ? 'the same again' : 'another'}: ${plain(when)}, ${number}. ${plain(title)}`,
      ),
    ),
    ...(incident.processes === null
      ? []
      : section('Processes', processLines(incident.processes), [sentence(incident.processes.source, head)])),
    ...(raw === null
      ? []
      : section(
          'The report as it stands in the log',
          [`${counted(raw.lines.length, 'line')} from ${address(raw.source, head)}:`],
          fenced(raw.lines),
          raw.leftOut === 0 ? [] : [`${counted(raw.leftOut, 'more line')} not shown.`],
        )),
  ];
}

function pairs(rows: readonly (readonly [string, string | null])[]): string[] {
  return rows.flatMap(([label, text]) =>
    text === null || text === '' ? [] : [`- ${label}: ${plain(briefText(text))}`],
  );
}

function proofLines({ text, rule, weight, refs }: Proof, sign: string, head: ReportHead): string[] {
  const addresses = refs.map((ref) => address(ref, head)).join(', ');
  const quotes = refs.flatMap(({ quote }) => quote ?? []);
  return [
    `**${sign}** ${plain(text)} (rule ${code(rule)}, weight ${weight}; ${addresses})`,
    ...(quotes.length === 0 ? [] : ['', ...fenced(quotes)]),
  ];
}

const addresses = (refs: readonly Reference[], head: ReportHead): string =>
  refs.map((ref) => address(ref, head)).join(', ');

/** The numbers of a conclusion, and where they stand. */
function basis(numbers: string, refs: readonly Reference[], head: ReportHead): string {
  return refs.length === 0 ? plain(numbers) : `${plain(numbers)}; ${addresses(refs, head)}`;
}

function adviceLines(advice: readonly Advice[], head: ReportHead): string[] {
  return advice.map(
    ({ text, basis: numbers, refs }, index) => `${index + 1}. ${plain(text)} (${basis(numbers, refs, head)})`,
  );
}

function compositionLines(bars: readonly Composition[], head: ReportHead): string[] {
  return table(
    [
      { title: 'Part' },
      ...bars.map(({ label, refs }) => ({
        title: `${plain(label)} ${refs.map((ref) => address(ref, head, true)).join(' ')}`,
        numeric: true,
      })),
    ],
    [
      ...orderOf(bars).map((component) => [
        plain(componentText(component)),
        ...bars.map(({ parts, totalBytes }) => {
          const bytes = parts.find((part) => part.component === component)?.bytes;
          return bytes === undefined ? '–' : `${formatBytes(bytes)} (${plain(formatShare(bytes, totalBytes))})`;
        }),
      ]),
      ['total', ...bars.map(({ totalBytes }) => formatBytes(totalBytes))],
    ],
  );
}

const amount = (bytes: number | null): string => (bytes === null ? '–' : formatBytes(bytes));

function processLines({ rows, leftOut }: ProcessTable): string[] {
  const shown = rows.filter((row, rank) => rank < mostProcesses || row.killed);
  const hidden = rows.length - shown.length + leftOut;
  return [
    ...table(
      [
        { title: 'Program' },
        { title: 'PID', numeric: true },
        { title: 'RSS', numeric: true },
        { title: 'Anonymous', numeric: true },
        { title: 'Swap', numeric: true },
        { title: 'Score adj.', numeric: true },
        { title: 'Fate' },
      ],
      shown.map((row) => [
        code(row.comm, true),
        String(row.pid),
        amount(row.rssBytes),
        amount(row.anonBytes),
        amount(row.swapBytes),
        String(row.oomScoreAdj ?? '–'),
        row.killed ? '**killed**' : '',
      ]),
    ),
    ...(hidden > 0 ? ['', `${formatCount(hidden)} smaller ones are not shown.`] : []),
  ];
}
