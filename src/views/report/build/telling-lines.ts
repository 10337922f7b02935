import type { ExcerptLine } from '../dossier.ts';

/** A claim in words and in numbers. */
export interface Claim {
  readonly claim: string;
  readonly values: Readonly<Record<string, number | string>>;
}

const mostLines = 2;
/** Numbers below this stand everywhere and prove nothing. */
const leastTelling = 100;

/** Where a kernel report shows what a claim speaks of: words of claims, and the lines that hold such amounts. */
const topics: readonly (readonly [spokenOf: RegExp, shownBy: RegExp])[] = [
  [/anonymous/, /\b(in)?active_anon:/],
  [/shared memory|shared-memory|tmpfs|shmem|segment/, /\bshmem:/],
  [/slab/, /\bslab_unreclaimable:/],
  [/page tables|page-table/, /\bpagetables:/],
  [/page cache|page-cache|file pages|dirty|writeback/, /\b(in)?active_file:/],
  [/locked|unevictable/, /\bunevictable:/],
  [/huge page|hugetlb/, /hugepages_total=/],
  [/kernel stack/, /\bkernel_stack:/],
  [/no counter|unaccounted/, /pages RAM|pages reserved/],
  [/swap/, /Free swap|Total swap/],
  [/watermark|free.*minimum|reserve|in one piece|block/, /\bmin:\d+kB|\d+\*\d+kB/],
  [/order|asked for|request/, /\border[=:]\d/],
  [/limit/, /\blimit \d+kB|usage \d+kB/],
  [/blocked|waits|hung/, /blocked for more than/],
  [/process|program|pid|task|named/, /\[\s*\d+\]\s+\d+\s+\d+\s+\d+/],
  [/killed|victim/i, /[Kk]illed process|Kill process/],
];

interface Telling {
  readonly line: ExcerptLine;
  readonly pattern: RegExp;
}

/** The lines that show most of a claim's numbers, names and topic, in their order; a number counts most. */
export function tellingLines(lines: readonly ExcerptLine[], { claim, values }: Claim): readonly Telling[] {
  const numbers = Object.entries(values).flatMap(([name, value]) =>
    typeof value === 'number' ? formsOf(name, value) : [],
  );
  const names = Object.values(values).flatMap((value) =>
    typeof value === 'string' && value.length > 1 ? exactly(value) : [],
  );
  const shown = topics.flatMap(([spokenOf, shownBy]) => (spokenOf.test(claim) ? shownBy : []));
  const weighed: readonly (readonly [readonly RegExp[], number])[] = [
    [numbers, 3],
    [shown, 2],
    [names, 1],
  ];
  const scored = lines.flatMap((line) => {
    const hits = weighed.flatMap(([patterns, weight]) =>
      patterns.filter((pattern) => pattern.test(line.text)).map((pattern) => ({ pattern, weight })),
    );
    const [best] = hits;
    return best ? [{ line, pattern: best.pattern, score: hits.reduce((sum, { weight }) => sum + weight, 0) }] : [];
  });
  const top = scored.reduce((most, { score }) => Math.max(most, score), 0);
  return scored
    .filter(({ score }) => score === top)
    .slice(0, mostLines)
    .map(({ line, pattern }) => ({ line, pattern }));
}

/** The forms in which logs print an amount: bytes, kB, pages of the usual sizes. */
function formsOf(name: string, value: number): RegExp[] {
  const forms = /bytes/i.test(name) ? [1, 1024, 4096, 16_384, 65_536].map((size) => value / size) : [value];
  const least = /pid/i.test(name) ? 1 : leastTelling;
  return forms.filter((form) => Number.isInteger(form) && form >= least).map((form) => exactly(String(form)));
}

function exactly(text: string): RegExp {
  return new RegExp(`(?<![\\w.])${text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&')}(?!\\d|\\.\\d)`);
}
