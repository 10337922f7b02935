import type { ExcerptLine } from '../dossier.ts';

/** A claim in words and in numbers. */
export interface Claim {
  readonly claim: string;
  readonly values: Readonly<Record<string, number | string>>;
}

const mostLines = 2;
/** Numbers below this stand everywhere and prove nothing. */
const leastTelling = 100;

/** Where a kernel report, or a sample of /proc/meminfo, shows what a claim speaks of: words of claims, and the lines that hold such amounts. */
const topics: readonly (readonly [spokenOf: RegExp, shownBy: RegExp])[] = [
  [/anonymous/, /\b(in)?active_anon:|\bAnonPages(_bytes|:)/],
  [/shared memory|shared-memory|tmpfs|shmem|segment/, /\bshmem:|\bShmem(_bytes|:)/],
  [/slab/, /\bslab_unreclaimable:|\bSUnreclaim(_bytes|:)/],
  [/page tables|page-table/, /\bpagetables:|\bPageTables(_bytes|:)/],
  [/page cache|page-cache|file pages|dirty|writeback/, /\b(in)?active_file:|^Cached:|\bCached_bytes/],
  [/locked|unevictable/, /\bunevictable:|\b(Mlocked|Unevictable)(_bytes|:)/],
  [/huge page|hugetlb/, /hugepages_total=|\bHugePages_Total:|\bHugetlb:|HugePages_Total /],
  [/kernel stack/, /\bkernel_stack:|\bKernelStack(_bytes|:)/],
  [/no counter|unaccounted/, /pages RAM|pages reserved/],
  [/vmalloc/, /\bVmallocUsed(_bytes|:)/],
  [/swap/, /Free swap|Total swap|\bSwapFree(_bytes|:)/],
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

const weights = { number: 3, topic: 2, name: 1 } as const;
/** A row of tasks among many proves something only if it is the one that is named. */
export const namedOnly = weights.topic + weights.name;

interface TellingOptions {
  /** What a line must weigh. */
  readonly least?: number;
  readonly most?: number;
  /** Processes that the claim is about and its numbers do not name. */
  readonly pids?: readonly string[];
}

/** The lines that show most of a claim's numbers, names and topic, in their order; a number counts most. */
export function tellingLines(
  lines: readonly ExcerptLine[],
  { claim, values }: Claim,
  { least = 1, most = mostLines, pids = [] }: TellingOptions = {},
): readonly Telling[] {
  const numbers = [
    ...Object.entries(values).flatMap(([name, value]) => (typeof value === 'number' ? formsOf(name, value) : [])),
    ...pids.map(exactly),
  ];
  const names = Object.values(values).flatMap((value) =>
    typeof value === 'string' && value.length > 1 ? exactly(value) : [],
  );
  const shown = topics.flatMap(([spokenOf, shownBy]) => (spokenOf.test(claim) ? shownBy : []));
  const weighed: readonly (readonly [readonly RegExp[], number])[] = [
    [numbers, weights.number],
    [shown, weights.topic],
    [names, weights.name],
  ];
  const scored = lines.flatMap((line) => {
    const hits = weighed.flatMap(([patterns, weight]) =>
      patterns.filter((pattern) => pattern.test(line.text)).map((pattern) => ({ pattern, weight })),
    );
    const [best] = hits;
    return best ? [{ line, pattern: best.pattern, score: hits.reduce((sum, { weight }) => sum + weight, 0) }] : [];
  });
  const top = scored.reduce((best, { score }) => Math.max(best, score), least);
  return scored
    .filter(({ score }) => score === top)
    .slice(0, most)
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
