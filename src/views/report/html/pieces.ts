import { type Child, el, type Markup, raw } from '../markup.ts';
import type { Chart, Reference, ReportHead, Statement } from '../model.ts';
import { shortPath } from '../paths.ts';
import { chartSvg, narrow, wide } from '../svg/chart.ts';

/** An address as people write it, with the exact bytes behind it. */
export function address(ref: Reference, { base }: Pick<ReportHead, 'base'>): Markup {
  return el(
    'code',
    { class: 'ref', title: `${ref.path}, line ${ref.line}, bytes ${ref.byteStart} to ${ref.byteEnd}` },
    `${shortPath(ref.path, base)}:${ref.line}`,
  );
}

/** A statement with its addresses beside it. */
export function statement({ text, refs }: Statement, head: ReportHead): Markup {
  return el(
    'span',
    { class: 'claim' },
    text,
    refs.length === 0
      ? null
      : [
          ' ',
          el(
            'span',
            { class: 'refs' },
            refs.map((ref) => [address(ref, head), ' ']),
          ),
        ],
  );
}

/** The bytes at an address, as they stand there. */
export function quotes(refs: readonly Reference[], head: ReportHead): Child[] {
  return refs.map((ref) =>
    ref.quote === null
      ? el('p', { class: 'where' }, address(ref, head))
      : el(
          'div',
          { class: 'quote' },
          el('p', { class: 'where' }, address(ref, head)),
          el('pre', { tabindex: '0' }, ref.quote),
        ),
  );
}

export function list(statements: readonly Statement[], head: ReportHead): Markup {
  return el(
    'ul',
    {},
    statements.map((one) => el('li', {}, statement(one, head))),
  );
}

export function section(id: string, title: string, ...children: readonly Child[]): Markup {
  return el('section', {}, el('h3', { id }, title), ...children);
}

/** A chart that is there without a script, for wide and narrow screens and paper, and the values for the script to bring alive. */
export function chartFigure(
  chart: Chart,
  { origin, anchor, head }: { readonly origin: string | null; readonly anchor: string; readonly head: ReportHead },
): Markup {
  const { id, title, unit, series, limit, marks, fromSeconds, toSeconds } = chart;
  return el(
    'figure',
    { class: 'plot', 'data-zone': head.zone, 'data-origin': origin, 'aria-labelledby': `${anchor}-${id}` },
    el('figcaption', { id: `${anchor}-${id}` }, el('strong', {}, title)),
    el('div', { class: 'wide' }, chartSvg(chart, wide)),
    el('div', { class: 'narrow' }, chartSvg(chart, narrow)),
    el('div', { class: 'live' }),
    raw(
      `<script type="application/json">${safeJson({ title, unit, series, limit, marks: marks.map(({ kind, seconds, text }) => ({ kind, seconds, text })), from: fromSeconds, to: toSeconds })}</script>`,
    ),
    el('p', { class: 'sentence' }, statement(chart.sentence, head)),
  );
}

/** JSON inside a script element: nothing in it may end the element or begin a comment. */
export function safeJson(value: unknown): string {
  return JSON.stringify(value).replace(
    /[<>&\u2028\u2029]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
