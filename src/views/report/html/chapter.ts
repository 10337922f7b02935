import { counted, formatBytes, formatCount, formatShare } from '../../quantities.ts';
import { brief, briefText } from '../brief.ts';
import { momentText } from '../build/clock.ts';
import { componentText } from '../build/names.ts';
import { alternativesText } from '../build/verdict.ts';
import { type Child, el, type Markup } from '../markup.ts';
import type { Advice, Composition, IncidentReport, Proof, Reference, ReportHead, VerdictBox } from '../model.ts';
import { barsSvg, orderOf } from '../svg/bars.ts';
import { narrow, wide } from '../svg/chart.ts';
import { stripSvg } from '../svg/strip.ts';
import { address, chartFigure, list, quotes, section, statement } from './pieces.ts';
import { processTable } from './processes.ts';

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

function verdictHtml(verdict: VerdictBox, id: string, head: ReportHead): Markup {
  const { heading, words, confidence, where, who, why, victim, contributing, alternatives, next } = verdict;
  const row = (label: string, text: string | null): Child =>
    text === null || text === '' ? null : [el('dt', {}, label), el('dd', {}, briefText(text))];
  return el(
    'section',
    { class: 'verdict' },
    el('h3', { id }, heading),
    el(
      'p',
      { class: 'confidence' },
      el('strong', {}, words),
      ` (${confidence.toFixed(2)}, ${verdict.calibration}) · `,
      el('code', {}, verdict.cause),
    ),
    el(
      'dl',
      { class: 'facts' },
      row('Who', who),
      row('Victim', victim),
      row('Where', where),
      row('How', why),
      row('Also', contributing.join('; ')),
      row('Or else', alternativesText(alternatives)),
      row('Look at', next),
      verdict.refs.length === 0
        ? null
        : [el('dt', {}, 'Rests on'), el('dd', {}, statement({ text: '', refs: verdict.refs }, head))],
    ),
  );
}

function proofHtml({ text, weight, rule, refs }: Proof, side: 'for' | 'against', head: ReportHead): Markup {
  return el(
    'div',
    { class: `proof ${side}` },
    el(
      'p',
      {},
      el('span', { class: 'sign' }, side === 'for' ? '+ ' : '− '),
      text,
      ' ',
      el('span', { class: 'basis' }, `(rule ${rule}, weight ${weight})`),
    ),
    quotes(refs, head),
  );
}

function basisHtml(basis: string, refs: readonly Reference[], head: ReportHead): Child {
  return [el('span', { class: 'basis' }, `(${basis})`), statement({ text: '', refs }, head)];
}

function adviceHtml(advice: readonly Advice[], head: ReportHead): Markup {
  return el(
    'ol',
    {},
    advice.map(({ text, basis, refs }) => el('li', {}, text, ' ', basisHtml(basis, refs, head))),
  );
}

function compositionHtml(bars: readonly Composition[], id: string, head: ReportHead): Child {
  const order = orderOf(bars);
  return [
    el(
      'figure',
      { class: 'bars' },
      el('div', { class: 'wide' }, barsSvg(bars, wide)),
      el('div', { class: 'narrow' }, barsSvg(bars, narrow)),
    ),
    el(
      'div',
      {
        class: 'scroll',
        tabindex: '0',
        role: 'region',
        'aria-label': `Parts of the memory, ${id.slice(1, id.indexOf('-'))}`,
      },
      el(
        'table',
        { class: 'parts' },
        el(
          'thead',
          {},
          el(
            'tr',
            {},
            el('th', { scope: 'col' }, 'Part'),
            bars.map(({ label, refs }) =>
              el(
                'th',
                { scope: 'col', class: 'n' },
                label,
                refs.map((ref) => [el('br'), address(ref, head)]),
              ),
            ),
          ),
        ),
        el(
          'tbody',
          {},
          order.map((component) =>
            el(
              'tr',
              {},
              el('th', { scope: 'row' }, componentText(component)),
              bars.map(({ parts, totalBytes }) => {
                const bytes = parts.find((part) => part.component === component)?.bytes;
                return el(
                  'td',
                  { class: 'n' },
                  bytes === undefined
                    ? '–'
                    : [
                        el('span', { class: 'whole' }, formatBytes(bytes)),
                        ' ',
                        el('span', { class: 'whole' }, `(${formatShare(bytes, totalBytes)})`),
                      ],
                );
              }),
            ),
          ),
          el(
            'tr',
            {},
            el('th', { scope: 'row' }, 'total'),
            bars.map(({ totalBytes }) => el('td', { class: 'n' }, formatBytes(totalBytes))),
          ),
        ),
      ),
    ),
  ];
}

function timelineHtml({ origin, timeline, timelineLeftOut }: IncidentReport, id: string, head: ReportHead): Child {
  if (timeline.length === 0) return null;
  const strips = [wide, narrow].map((size) => stripSvg(timeline, size));
  return section(
    id,
    'Timeline',
    strips[0] === null
      ? null
      : el(
          'figure',
          { class: 'strip' },
          el('div', { class: 'wide' }, strips[0] ?? null),
          el('div', { class: 'narrow' }, strips[1] ?? null),
        ),
    el(
      'ol',
      { class: 'events' },
      timeline.map((mark) =>
        el(
          'li',
          { class: `k-${mark.kind}` },
          el('span', { class: 'at' }, momentText(mark.seconds, origin, head.zone)),
          ' ',
          statement(brief(mark), head),
        ),
      ),
    ),
    timelineLeftOut === 0 ? null : el('p', {}, `And ${formatCount(timelineLeftOut)} more.`),
  );
}
