import { counted } from '../../quantities.ts';
import { brief } from '../brief.ts';
import { type Child, el, type Markup } from '../markup.ts';
import type { IncidentReport, ReportHead } from '../model.ts';
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
  const { verdict, processes, raw } = incident;
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
    section(
      id('facts'),
      'What the kernel wrote',
      el(
        'dl',
        { class: 'facts' },
        incident.facts.map(({ label, ...said }) => [el('dt', {}, label), el('dd', {}, statement(said, head))]),
      ),
    ),
    incident.charts.length === 0
      ? null
      : section(
          id('charts'),
          'Memory around the event',
          incident.charts.map((chart) => chartFigure(chart, { origin: incident.origin, anchor, head })),
        ),
    incident.composition.length === 0 && incident.compositionNote === null
      ? null
      : section(
          id('where'),
          'Where the memory was',
          incident.composition.length === 0 ? null : compositionHtml(incident.composition, id('where'), head),
          incident.compositionNote === null
            ? null
            : el('p', { class: 'note' }, statement(incident.compositionNote, head)),
        ),
    incident.holders.length === 0 ? null : section(id('holders'), 'Who held it', list(incident.holders, head)),
    incident.selection.length === 0
      ? null
      : section(id('why'), 'Why the kernel chose this victim', list(incident.selection, head)),
    incident.evidence.length + incident.against.length === 0
      ? null
      : section(
          id('evidence'),
          'Evidence',
          incident.evidence.map((proof) => proofHtml(proof, 'for', head)),
          incident.against.length === 0 ? null : el('h4', {}, 'Against it'),
          incident.against.map((proof) => proofHtml(proof, 'against', head)),
        ),
    timelineHtml(incident, id('timeline'), head),
    section(id('impact'), 'Impact', list(incident.impact.map(brief), head)),
    incident.unknown.length === 0
      ? null
      : section(id('unknown'), 'What could not be known', list(incident.unknown, head)),
    incident.remedies.length === 0 ? null : section(id('remedies'), 'Remedies', adviceHtml(incident.remedies, head)),
    incident.prevention.length === 0
      ? null
      : section(id('prevention'), 'Prevention', adviceHtml(incident.prevention, head)),
    section(
      id('escalation'),
      'Escalation',
      incident.escalation.length === 0
        ? el('p', {}, 'No rule of escalation fired.')
        : el(
            'ul',
            {},
            incident.escalation.map(({ rule, text, measured, refs }) =>
              el('li', {}, el('strong', {}, rule), ` ${text} `, basisHtml(measured, refs, head)),
            ),
          ),
    ),
    incident.related.length === 0
      ? null
      : section(
          id('related'),
          'Other incidents of the period',
          el(
            'ul',
            {},
            incident.related.map(({ number, when, title, same }) =>
              el(
                'li',
                {},
                el('strong', {}, same ? 'the same again' : 'another'),
                `: ${when}, `,
                link(number, title, head),
              ),
            ),
          ),
        ),
    processes === null ? null : section(id('processes'), 'Processes', processTable(processes, anchor, head)),
    raw === null
      ? null
      : section(
          id('raw'),
          'The report as it stands in the log',
          el(
            'details',
            {},
            el('summary', {}, `${counted(raw.lines.length, 'line')} from `, address(raw.source, head)),
            el('pre', { class: 'raw', tabindex: '0' }, raw.lines.join('\n')),
            raw.leftOut === 0 ? null : el('p', {}, notShown(raw.leftOut)),
          ),
        ),
    head.index.length > 1 ? el('p', { class: 'back' }, el('a', { href: '#incidents' }, 'Back to the list')) : null,
  );
}

function notShown(lines: number): string {
  return `${counted(lines, 'more line')} ${lines === 1 ? 'is' : 'are'} not shown.`;
}

function link(number: number, text: string, { index }: ReportHead): Child {
  return index[number - 1]?.chapter === true
    ? el('a', { href: `#i${number}` }, `${number}. ${text}`)
    : `${number}. ${text}`;
}
