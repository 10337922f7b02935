import { type Child, el, type Markup } from '../markup.ts';
import type { Advice, Reference, ReportHead } from '../model.ts';
import { statement } from './pieces.ts';

/** The numbers that a conclusion rests on, and where they stand. */
export function basisHtml(basis: string, refs: readonly Reference[], head: ReportHead): Child {
  return [el('span', { class: 'basis' }, `(${basis})`), statement({ text: '', refs }, head)];
}

/** Remedies in their order. */
export function adviceHtml(advice: readonly Advice[], head: ReportHead): Markup {
  return el(
    'ol',
    {},
    advice.map(({ text, basis, refs }) => el('li', {}, text, ' ', basisHtml(basis, refs, head))),
  );
}
