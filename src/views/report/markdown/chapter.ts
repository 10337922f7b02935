import { counted, formatCount } from '../../quantities.ts';
import { brief } from '../brief.ts';
import { momentText } from '../build/clock.ts';
import { alternativesText } from '../build/verdict.ts';
import type { IncidentReport, ReportHead, Statement } from '../model.ts';
import { chartLines } from './charts.ts';
import { code, fenced, plain } from './escape.ts';
import { addresses, adviceLines, basis, pairs, proofLines } from './pieces.ts';
import { address, sentence } from './sentence.ts';
import { compositionLines, processLines } from './tables.ts';

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
    ...section(
      'Evidence',
      ...incident.evidence.map((proof) => proofLines(proof, proof.weight === 0 ? '=' : '+', head)),
    ),
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
