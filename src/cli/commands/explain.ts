import { wrap } from '../../views/width.ts';
import type { Command } from '../command.ts';
import { done } from '../exit-status.ts';
import type { Subject, Term } from '../glossary/term.ts';
import { usageError } from '../words/args.ts';
import { nearest } from '../words/nearest.ts';

interface Entry {
  readonly subject: Subject;
  readonly term: Term;
}

const spellings = ({ token, also = [] }: Term): readonly string[] => [token, ...also];

/** Takes a token as it was copied from a log: with its value, in parentheses, with a unit behind. */
function lookUp(typed: string, glossary: readonly Subject[]): readonly Entry[] {
  const entries = glossary.flatMap((subject) => subject.terms.map((term) => ({ subject, term })));
  const withoutValue = typed.replace(/[:=].*$/, '');
  for (const spelling of [typed, withoutValue, withoutValue.replaceAll(/[()[\],]/g, '').trim()]) {
    const exact = entries.filter(({ term }) => spellings(term).includes(spelling));
    if (exact.length > 0) return exact;
    const word = spelling.toLowerCase();
    const loose = entries.filter(({ term }) => spellings(term).some((known) => known.toLowerCase() === word));
    if (loose.length > 0) return loose;
  }
  return [];
}

const isMask = (word: string): boolean => /^0x[0-9a-f]+$/i.test(word.trim());

/** `GFP_KERNEL|__GFP_COMP`, also as the log has it: `0x44dc0(GFP_KERNEL|__GFP_COMP)`. */
function wordsOf(operand: string): string[] {
  const words = operand.replaceAll(/(0x[0-9a-f]+)\(/gi, '$1|').split('|');
  return words.length > 1 ? words.filter((word) => !isMask(word)) : words;
}

function entriesOf(typed: string, glossary: readonly Subject[]): readonly Entry[] {
  const entries = lookUp(typed.trim(), glossary);
  if (entries.length > 0) return entries;
  if (isMask(typed))
    throw usageError(
      `explain cannot tell the flags of ${typed} alone: what the bits of a mask mean differs between kernels`,
      'Since kernel 4.6 the log names them in brackets behind the mask, and "oomtrail explain" knows those names.',
    );
  const known = glossary.flatMap(({ terms }) => terms.flatMap(spellings));
  const guess = nearest(typed.replace(/[:=].*$/, ''), known);
  throw usageError(
    `explain does not know "${typed}"${guess === null ? '' : `: did you mean ${guess}?`}`,
    '"oomtrail explain" lists all words.',
  );
}

function describe({ subject, term }: Entry, columns: number): string {
  const also = term.also === undefined ? [] : [`also    ${term.also.join(', ')}`];
  return [
    term.token,
    ...wrap(term.meaning, columns - 2).map((line) => `  ${line}`),
    ...[`unit    ${term.unit ?? 'none'}`, `where   ${subject.name}`, ...also].map((line) => `  ${line}`),
    '',
  ].join('\n');
}

function listAll(glossary: readonly Subject[], columns: number): string {
  const sections = glossary.map(({ name, terms }) => {
    const lines = wrap(terms.map(({ token }) => token.replaceAll(' ', '\u00a0')).join('  '), columns - 2);
    return [`${name}:`, ...lines.map((line) => `  ${line.trim().replaceAll('\u00a0', ' ')}`), ''].join('\n');
  });
  return sections.join('\n');
}

export const explain: Command = {
  name: 'explain',
  summary: 'Say what a word in a kernel report means, and its unit',
  usage: 'explain [TOKEN...]',
  examples: [
    'oomtrail explain lowmem_reserve',
    'oomtrail explain "GFP_KERNEL|__GFP_COMP"',
    'oomtrail explain anon-rss:81768kB',
    'oomtrail explain                     lists all words',
  ],
  notes: [],
  options: [],
  formats: [],
  operands: { least: 0, most: Number.POSITIVE_INFINITY },
  async run({ operands, columns }, { out }) {
    const { glossary } = await import('../glossary/index.ts');
    if (operands.length === 0) {
      await out.write(listAll(glossary, columns));
      return done;
    }
    const words = operands.flatMap(wordsOf);
    const texts = words.flatMap((typed) => entriesOf(typed, glossary).map((entry) => describe(entry, columns)));
    await out.write(texts.join('\n'));
    return done;
  },
};
