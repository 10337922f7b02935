import type { Dossier } from '../dossier.ts';
import type { Mark, Proof, Reference } from '../model.ts';
import { mainPlace } from './main-place.ts';
import { bareReference, lineWith } from './reference.ts';
import { namedOnly, tellingLines } from './telling-lines.ts';

/** What a chapter has proved already: conclusions rest on it. */
export interface Proved {
  readonly evidence: readonly Proof[];
  readonly marks: readonly Mark[];
}

const threshold = /\b(?:below|under) (\d+ %)/;

/** Totals that a conclusion counts with, and the lines of a kernel report that print them. */
const totals: readonly (readonly [spokenOf: RegExp, shownBy: RegExp])[] = [
  [/\bswap\b/, /\bTotal swap\b/],
  [/\bof RAM\b/, /\bpages RAM\b/],
  [/\blimit\b/, /\blimit \d+kB/],
];

/** The proof that cites samples of the program that grew: the same rise may be shown by those of the whole host. */
function riseOfProgram(evidence: readonly Proof[]): Proof | undefined {
  const rises = evidence.filter(({ rule }) => rule === 'rise-shape' || rule === 'growers');
  return rises.find(({ text }) => !text.startsWith('the ')) ?? rises[0];
}

/**
 * Where the numbers of a conclusion can be checked: the moment a threshold was crossed, the row of the process it names, else
 * what the verdict rests on most, else the record itself.
 */
export function groundsOf(text: string, { evidence, marks }: Proved, dossier: Dossier): readonly Reference[] {
  const limit = threshold.exec(text)?.[1];
  const crossed = marks.find(
    (mark) => limit !== undefined && /available/.test(text) && mark.text.includes(`below ${limit}`),
  );
  if (crossed) return crossed.refs;
  const pids = [...text.matchAll(/\bpid (\d+)/g)].map(([, pid = '']) => pid);
  const [row] =
    pids.length === 0
      ? []
      : tellingLines(dossier.raw?.lines ?? [], { claim: text, values: {} }, { least: namedOnly, most: 1, pids });
  if (row) return [bareReference(row.line)];
  const risen = /\b(?:rose|gained|level off|in \d+ (?:s|min|h|d)\b)/.test(text)
    ? riseOfProgram(evidence)?.refs[0]
    : undefined;
  if (risen) return [bareReference(risen)];
  const total = totals.find(([spokenOf]) => spokenOf.test(text));
  const line = total ? lineWith(dossier, total[1]) : null;
  if (line) return [bareReference(line)];
  const place = evidence[0]?.refs[0] ?? mainPlace(dossier);
  return place ? [bareReference(place)] : [];
}
