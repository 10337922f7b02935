import { type BareUnit, type BareUnitEvidence, createBareUnitEvidence } from '../text/bare-unit.ts';
import { createCellReader } from '../text/cell.ts';
import { type DissectedLine, dissect, isTelling, type TemplateValue } from './line-template.ts';
import { maySpeakOfMemory, neutralWords } from './memory-words.ts';

/** Of the lines nobody else reads, so many must share the templates: fewer suffice where words tell what the numbers are. */
const leastShare = { telling: 2 / 3, bare: 0.8 } as const;
const mostTemplates = 4;
/** Fewer lines that look alike are chance. */
const leastBareLines = 3;
/** What the lines of a home-made log have in common. */
export interface Inference {
  readonly templates: ReadonlySet<string>;
  readonly evidence: BareUnitEvidence;
  readonly bareUnit: BareUnit | null;
  /** The log speaks of one process: its shares of memory are that process'. */
  readonly isProcess: boolean;
  /** The templates with what their numbers were taken for. */
  readonly notes: readonly string[];
}

export const processMetrics: ReadonlySet<string> = new Set([
  'rssBytes',
  'virtualBytes',
  'allocatedBytes',
  'heapUsedBytes',
]);

/** What a program counts by itself, in no pages: says nothing of the unit. */
const uncounted: ReadonlySet<string> = new Set([
  'heapUsedBytes',
  'heapCommittedBytes',
  'externalBytes',
  'allocatedBytes',
]);

/** Lines of the kernel and of the journal are nobody's samples. */
export function isLogLine(text: string): boolean {
  return /^(?:<\d+>)?\[ *\d+\.\d{6}\]|^\d+,\d+,\d+,|\bkernel: |^\{/.test(text);
}

/** Null where no template is shared by enough of the lines. */
export function inferTemplates(lines: readonly string[], path: string, mayBeBare: boolean): Inference | null {
  const groups = new Map<string, DissectedLine[]>();
  let offered = 0;
  for (const text of lines) {
    offered += 1;
    const dissected = isLogLine(text) ? null : dissect(text);
    if (!dissected || !maySpeakOfMemory(dissected.template, path)) continue;
    if (!(isReadable(dissected) || (mayBeBare && dissected.values.length === 1))) continue;
    const group = groups.get(dissected.template);
    if (group) group.push(dissected);
    else groups.set(dissected.template, [dissected]);
  }
  const ranked = [...groups.values()].sort((a, b) => b.length - a.length);
  const best = accepted(ranked, offered);
  // `java rss=900MB`, `nginx rss=40MB`: one series of both would rise and fall with every line.
  if (!best || speakOfSeveral(best)) return null;
  const evidence = createBareUnitEvidence();
  const cells = createCellReader(true, 'point');
  for (const { values } of best.flat()) {
    for (const { digits, unit, named } of values) {
      const isShown = unit === '' && named?.kind !== 'percent' && !uncounted.has(named?.metric ?? '');
      const cell = isShown ? cells.read(digits) : 'absent';
      if (typeof cell !== 'string') evidence.add(cell.value);
    }
  }
  const examples = best.flatMap(([first]) => first ?? []);
  return {
    templates: new Set(examples.map(({ template }) => template)),
    evidence,
    bareUnit: evidence.guess(),
    isProcess: examples.some(({ values }) => values.some(({ named }) => processMetrics.has(named?.metric ?? ''))),
    notes: examples.map(describe),
  };
}

/** The groups of lines to be read: those whose words tell what their numbers are, else the one that is nearly all there is. */
function accepted(ranked: readonly DissectedLine[][], offered: number): readonly DissectedLine[][] | null {
  const telling = ranked.filter((group) => group[0]?.values.some(isTelling)).slice(0, mostTemplates);
  const covered = telling.reduce((sum, group) => sum + group.length, 0);
  if (covered >= 2 && covered / offered >= leastShare.telling) return telling;
  const [first] = ranked;
  const isEnough = first && first.length >= leastBareLines && first.length / offered >= leastShare.bare;
  return isEnough ? [first] : null;
}

/** True where two templates measure the same and differ in words that say of what. */
function speakOfSeveral(groups: readonly (readonly DissectedLine[])[]): boolean {
  const spoken = groups.flatMap(([first]) => (first ? [{ first, words: wordsOf(first.template) }] : []));
  return spoken.some(({ first, words }, index) =>
    spoken.slice(0, index).some((other) => {
      const metrics = new Set(other.first.values.flatMap(({ named }) => named?.metric ?? []));
      const isShared = first.values.some(({ named }) => named !== null && metrics.has(named.metric));
      return isShared && words !== other.words;
    }),
  );
}

/** The words of a template that are neither units nor said of any measurement. */
function wordsOf(template: string): string {
  const words =
    template
      .toLowerCase()
      .replace(/<\w+>(?:[kmgtp]i?b?|bytes|%)?/g, ' ')
      .match(/[a-z][\w-]*/g) ?? [];
  return words.filter((word) => !neutralWords.has(word)).join(' ');
}

function describe({ template, values }: DissectedLine): string {
  return `${template} (${values.map(meaningOf).join(', ')})`;
}

/** A small number that speaks of usage is a share. */
function meaningOf({ named, unit, digits, isUsage }: TemplateValue): string {
  const isShare = isUsage && unit === '' && named?.metric === 'memUsedBytes' && /^\d{1,2}[.,]\d+$/.test(digits);
  return isShare ? 'memUsedPercent' : (named?.metric ?? 'not named');
}

/** Names for every number that matters, or one number beside a time. */
function isReadable({ values, time }: DissectedLine): boolean {
  if (values.some((value) => value.named !== null))
    return values.some(isTelling) || time !== null || values.length === 1;
  return values.length === 1 && time !== null;
}
