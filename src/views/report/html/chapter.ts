import { counted } from '../../quantities.ts';
import { brief } from '../brief.ts';
import { type Child, el, type Markup } from '../markup.ts';
import type { Escalation, IncidentReport, RawBlock, Related, ReportHead, Statement } from '../model.ts';
import { adviceHtml, basisHtml } from './advice.ts';
import { compositionHtml } from './composition.ts';
import { address, chartFigure, list, section, statement } from './pieces.ts';
import { processTable } from './processes.ts';
import { timelineHtml } from './timeline.ts';
import { proofHtml, verdictHtml } from './verdict.ts';

/** The chapter of one incident: the answer first, then what proves it, then what to do. */
export function chapterHtml(incident: IncidentReport, head: ReportHead): Markup {
  const anchor = `i${incident.number}`;
  const id = (name: string): string => `${anchor}-${name}`;
  /** A section that is left out where it has no content. */
  const optional = (name: string, title: string, content: Child): Child =>
    isEmpty(content) ? null : section(id(name), title, content);
  const listed = (statements: readonly Statement[]): Child => (statements.length === 0 ? null : list(statements, head));
  const { verdict, composition, compositionNote, against, remedies, prevention, related, processes, raw } = incident;
  return el(
    'article',
    { class: 'incident', id: anchor, 'aria-labelledby': id('title') },
    el('h2', { id: id('title') }, head.index.length > 1 ? `${incident.number}. ${incident.title}` : 'What happened'),
    el('p', { class: 'meta' }, 'id ', el('code', {}, incident.id)),
    el(
      'div',
      { class: 'summary' },
      incident.summary.map((one) => el('p', {}, statement(brief(one), head))),
    ),
    verdict === null ? null : verdictHtml(verdict, id('verdict'), head),
    section(id('facts'), 'What the kernel wrote', factsHtml(incident, head)),
    optional(
      'charts',
      'Memory around the event',
      incident.charts.map((chart) => chartFigure(chart, { origin: incident.origin, anchor, head })),
    ),
    optional('where', 'Where the memory was', [
      composition.length === 0 ? null : compositionHtml(composition, id('where'), head),
      compositionNote === null ? null : el('p', { class: 'note' }, statement(compositionNote, head)),
    ]),
    optional('holders', 'Who held it', listed(incident.holders)),
    optional('why', 'Why the kernel chose this victim', listed(incident.selection)),
    optional('evidence', 'Evidence', [
      incident.evidence.map((proof) => proofHtml(proof, 'for', head)),
      against.length === 0 ? null : el('h4', {}, 'Against it'),
      against.map((proof) => proofHtml(proof, 'against', head)),
    ]),
    timelineHtml(incident, id('timeline'), head),
    section(id('impact'), 'Impact', list(incident.impact.map(brief), head)),
    optional('unknown', 'What could not be known', listed(incident.unknown)),
    optional('remedies', 'Remedies', remedies.length === 0 ? null : adviceHtml(remedies, head)),
    optional('prevention', 'Prevention', prevention.length === 0 ? null : adviceHtml(prevention, head)),
    section(id('escalation'), 'Escalation', escalationHtml(incident.escalation, head)),
    optional('related', 'Other incidents of the period', related.length === 0 ? null : relatedHtml(related, head)),
    optional('processes', 'Processes', processes === null ? null : processTable(processes, anchor, head)),
    optional('raw', 'The report as it stands in the log', raw === null ? null : rawHtml(raw, head)),
    head.index.length > 1 ? el('p', { class: 'back' }, el('a', { href: '#incidents' }, 'Back to the list')) : null,
  );
}

function isEmpty(content: Child): boolean {
  return content === null || content === '' || (Array.isArray(content) && content.every(isEmpty));
}

function factsHtml({ facts }: IncidentReport, head: ReportHead): Markup {
  return el(
    'dl',
    { class: 'facts' },
    facts.map(({ label, ...said }) => [el('dt', {}, label), el('dd', {}, statement(said, head))]),
  );
}

function escalationHtml(escalation: readonly Escalation[], head: ReportHead): Markup {
  if (escalation.length === 0) return el('p', {}, 'No rule of escalation fired.');
  return el(
    'ul',
    {},
    escalation.map(({ rule, text, measured, refs }) =>
      el('li', {}, el('strong', {}, rule), ` ${text} `, basisHtml(measured, refs, head)),
    ),
  );
}

function relatedHtml(related: readonly Related[], head: ReportHead): Markup {
  return el(
    'ul',
    {},
    related.map(({ number, when, title, same }) =>
      el('li', {}, el('strong', {}, same ? 'the same again' : 'another'), `: ${when}, `, link(number, title, head)),
    ),
  );
}

function rawHtml({ lines, source, leftOut }: RawBlock, head: ReportHead): Markup {
  return el(
    'details',
    {},
    el('summary', {}, `${counted(lines.length, 'line')} from `, address(source, head)),
    el('pre', { class: 'raw', tabindex: '0' }, lines.join('\n')),
    leftOut === 0 ? null : el('p', {}, `${counted(leftOut, 'more line')} ${leftOut === 1 ? 'is' : 'are'} not shown.`),
  );
}

function link(number: number, text: string, { index }: ReportHead): Child {
  return index[number - 1]?.chapter === true
    ? el('a', { href: `#i${number}` }, `${number}. ${text}`)
    : `${number}. ${text}`;
}
