import { briefText } from '../brief.ts';
import type { Advice, Proof, Reference, ReportHead } from '../model.ts';
import { code, fenced, plain } from './escape.ts';
import { address } from './sentence.ts';

/** Labels with what stands behind them; those with nothing are left out. */
export function pairs(rows: readonly (readonly [string, string | null])[]): string[] {
  return rows.flatMap(([label, text]) =>
    text === null || text === '' ? [] : [`- ${label}: ${plain(briefText(text))}`],
  );
}

/** A claim of the verdict with its rule, its weight and the lines that prove it. */
export function proofLines({ text, rule, weight, refs }: Proof, sign: string, head: ReportHead): string[] {
  const quotes = refs.flatMap(({ quote }) => quote ?? []);
  return [
    `**${sign}** ${plain(text)} (rule ${code(rule)}, weight ${weight}; ${addresses(refs, head)})`,
    ...(quotes.length === 0 ? [] : ['', ...fenced(quotes)]),
  ];
}

export const addresses = (refs: readonly Reference[], head: ReportHead): string =>
  refs.map((ref) => address(ref, head)).join(', ');

/** The numbers of a conclusion, and where they stand. */
export function basis(numbers: string, refs: readonly Reference[], head: ReportHead): string {
  return refs.length === 0 ? plain(numbers) : `${plain(numbers)}; ${addresses(refs, head)}`;
}

export function adviceLines(advice: readonly Advice[], head: ReportHead): string[] {
  return advice.map(
    ({ text, basis: numbers, refs }, index) => `${index + 1}. ${plain(text)} (${basis(numbers, refs, head)})`,
  );
}
