import { briefText } from '../brief.ts';
import { alternativesText } from '../build/verdict.ts';
import { type Child, el, type Markup } from '../markup.ts';
import type { Proof, ReportHead, VerdictBox } from '../model.ts';
import { quotes, statement } from './pieces.ts';

/** The answer in a box: cause, confidence, who and how, and what it rests on. */
export function verdictHtml(verdict: VerdictBox, id: string, head: ReportHead): Markup {
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

/** A claim for or against the verdict, with the bytes that show it. */
export function proofHtml({ text, weight, rule, refs }: Proof, side: 'for' | 'against', head: ReportHead): Markup {
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
