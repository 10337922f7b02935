import type { ComponentState } from '../growth/components.ts';
import { loneVictim } from '../growth/rise-of.ts';
import { bytesInWords } from '../quantities.ts';
import { liesIdle } from './fills-the-rest.ts';
import { type Exhibit, type Finding, type Rule, recordSource } from './rule.ts';
import { isReports, sampleSource, theHost } from './sample-source.ts';
import type { BlamedComponent, WeightId } from './weights.ts';

/**
 * Shares of RAM (or of a group's limit) that a component does not reach on a healthy host, and shares that leave little
 * doubt. Anonymous memory is what hosts are for, so it must fill most of it. Measured on public reports: hosts that ran
 * out through processes held 0.5-8 % shared, 1-6 % slab, 0.3-1.5 % page tables, 0.7-1.8 % unaccounted.
 */
export const levels: Readonly<Partial<Record<BlamedComponent, { readonly much: number; readonly most: number }>>> = {
  anonymous: { much: 0.5, most: 0.7 },
  'shared-memory': { much: 0.25, most: 0.4 },
  locked: { much: 0.2, most: 0.35 },
  hugetlb: { much: 0.3, most: 0.5 },
  'slab-unreclaimable': { much: 0.12, most: 0.25 },
  'slab-reclaimable': { much: 0.25, most: 0.4 },
  vmalloc: { much: 0.1, most: 0.25 },
  'page-tables': { much: 0.1, most: 0.2 },
  'kernel-stacks': { much: 0.06, most: 0.15 },
  unaccounted: { much: 0.1, most: 0.2 },
  // A graphics card without memory of its own has several gigabytes of it on any desktop.
  graphics: { much: 0.2, most: 0.35 },
  balloon: { much: 0.12, most: 0.25 },
  percpu: { much: 0.12, most: 0.25 },
  sockets: { much: 0.12, most: 0.25 },
  // Slab for the most part, some of which reclaim would free.
  'kernel-other': { much: 0.25, most: 0.4 },
};
const below = { 'holds-half': 'holds-most', 'holds-most': 'holds-much', 'holds-much': 'holds-much' } as const;
/** More than everything else together. */
const half = 0.5;
/** Small guests lose a fixed few megabytes to firmware and per-CPU areas that no counter shows. */
const leastUnaccountedBytes = 64 * 1024 * 1024;
/** With samples, what was there all along did not use up anything, however large it is. */
const gainThatExcuses = 0.1;
const statesThatTell = 5;

/** Without a dump of memory: what the line of the kill says of the victim, against the RAM that samples tell of. */
function ofVictim(exhibit: Exhibit): Finding[] {
  const held = exhibit.incident.scope === 'host' && exhibit.report ? loneVictim(exhibit) : null;
  if (!held || !exhibit.report) return [];
  const { comm, bytes, ofBytes, of } = held;
  const most = of === 'RAM' && bytes >= ofBytes * (levels.anonymous?.most ?? 1);
  return [
    {
      weight: most ? 'holds-most/anonymous' : 'holds-much/anonymous',
      claim:
        of === 'RAM'
          ? `${comm} held ${bytesInWords(bytes)}, ${Math.round((100 * bytes) / ofBytes)} % of the ${bytesInWords(ofBytes)} RAM`
          : `${comm} held ${bytesInWords(bytes)}; ${bytesInWords(ofBytes)} had been available at most`,
      from: recordSource(exhibit.report),
      values: { bytes, ofBytes },
    },
  ];
}

/** Less than this share of the whole is what no counter shows on any host: not worth a word. */
const worthAWord = 0.03;

/**
 * What a component held, as the report's own sums say it, and behind it what the judgement adds or takes away: a compressed
 * swap pool belongs to those who were swapped into it, and samples tell apart what the report lumps together.
 */
function heldInWords(component: string, settledBytes: number, { printedBytes, of }: Told): string {
  const percent = (bytes: number): string => `${Math.round((100 * bytes) / of.bytes)} %`;
  const moved = settledBytes - printedBytes;
  const held = `${component} held ${bytesInWords(printedBytes)}, ${percent(printedBytes)} of ${of.words}`;
  if (Math.abs(moved) < of.bytes * worthAWord) return held;
  return moved > 0
    ? `${held}; with ${bytesInWords(moved)} taken for its compressed swap ${percent(settledBytes)}`
    : `${held}; without ${bytesInWords(-moved)} taken for compressed swap or told apart by samples ${percent(settledBytes)}`;
}

interface Told {
  readonly printedBytes: number;
  readonly of: { readonly bytes: number; readonly words: string };
}

/** A component that the report does not print at all, and the last sample does: the sample is what shows it. */
function sampledAlone(component: string, { accounting, states, report }: Exhibit): ComponentState | undefined {
  const printed = component === 'unaccounted' || accounting?.parts.some((part) => part.component === component);
  return printed ? undefined : states.findLast((state) => !isReports(state, report));
}

/** Which component held the memory in the end, from the report's own sums. */
export const componentLevel: Rule = {
  id: 'component-level',
  frames: ['shortage'],
  judge(exhibit) {
    const { accounting, report, consumption, incident, parts } = exhibit;
    if (!accounting || !parts) return ofVictim(exhibit);
    const gains =
      consumption && consumption.states >= statesThatTell && incident.scope !== 'memcg' ? consumption.gains : null;
    return [...parts].flatMap(([component, bytes]): Finding[] => {
      const level = levels[component as BlamedComponent];
      const share = bytes / accounting.totalBytes;
      if (!level || share < level.much || (component === 'unaccounted' && bytes < leastUnaccountedBytes)) return [];
      const gain = gains?.find((one) => one.component === component)?.share ?? 0;
      if (gains && gain < gainThatExcuses && component !== 'hugetlb') return [];
      const most = share >= half && component !== 'anonymous' ? 'holds-half' : 'holds-most';
      const found = share >= level.most ? most : 'holds-much';
      // Huge pages in use are a database's buffers as a rule, which it would hold as well elsewhere.
      const grade = component === 'hugetlb' && report && !liesIdle(report) ? below[found] : found;
      const { totalBytes } = accounting;
      const weight = `${grade}/${component as BlamedComponent}` satisfies WeightId;
      const of = {
        bytes: totalBytes,
        words: `the ${bytesInWords(totalBytes)} ${accounting.scope === 'memcg' ? 'that the group used' : 'RAM'}`,
      };
      const shareOf = (part: number): number => Number((part / totalBytes).toPrecision(3));
      const values = { component, totalBytes };
      const sampled = sampledAlone(component, exhibit);
      if (sampled)
        return [
          {
            weight,
            claim: `${component} held ${bytesInWords(bytes)} at the last sample, ${Math.round(100 * share)} % of ${of.words}`,
            from: sampleSource(sampled, component, sampled.thing ?? theHost),
            values: { ...values, bytes, share: shareOf(bytes) },
          },
        ];
      const printedBytes =
        component === 'unaccounted'
          ? accounting.unaccountedBytes
          : (accounting.parts.find((part) => part.component === component)?.bytes ?? 0);
      return [
        {
          weight,
          claim: heldInWords(component, bytes, { printedBytes, of }),
          from: accounting.source,
          values: {
            ...values,
            bytes: printedBytes,
            share: shareOf(printedBytes),
            ...(bytes === printedBytes ? {} : { countedBytes: bytes, countedShare: shareOf(bytes) }),
          },
        },
      ];
    });
  },
};
