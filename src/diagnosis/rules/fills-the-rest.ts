import { bytesInWords } from '../quantities.ts';
import { type Exhibit, type Finding, type Rule, recordSource } from './rule.ts';

/**
 * What large hosts hold by design: heaps locked at start (half of the RAM for a search engine), buffers of a database in
 * shared memory or in huge pages (a quarter to a half), caches of file systems that no counter shows.
 */
export type HeldByDesign = 'locked' | 'shared-memory' | 'hugetlb' | 'unaccounted' | 'graphics';

const thresholds = {
  /** Less of the RAM than this is beside the point. */
  large: 0.2,
  /** One program that holds this share of what is left outside, ... */
  ofRest: 0.5,
  /** ... and this share of the whole, may as well be what grew if it is ... */
  ofWhole: 0.25,
  /** ... of the same order as the component itself. */
  ofComponent: 0.5,
  /** Nearly all that is locked must be others' for a program to be none of those who locked it. */
  lockedByOthers: 0.9,
  /** What was there through so many looks is told from what grew. */
  states: 3,
} as const;

/**
 * One report shows what was large and not what grew: beside a large component that may have been there since boot, one program
 * fills what is left. Silent where samples show how it came to that.
 */
export const fillsTheRest: Rule = {
  id: 'fills-the-rest',
  frames: ['shortage'],
  judge(exhibit) {
    const { parts, report } = exhibit;
    const [component] = (['locked', 'shared-memory', 'hugetlb'] as const).toSorted(
      (a, b) => (parts?.get(b) ?? 0) - (parts?.get(a) ?? 0),
    );
    const found = component && report ? fillerBeside(exhibit, component) : null;
    if (!component || !report || !found) return [];
    const { comm, bytes, restBytes } = found;
    return [
      {
        weight: 'another-fills-the-rest',
        claim: `${comm} held ${bytesInWords(bytes)}, ${Math.round((100 * bytes) / restBytes)} % of what ${component} left: one report does not show which of them grew`,
        from: recordSource(report),
        values: { comm, bytes, restBytes },
      } satisfies Finding,
    ];
  },
};

interface Filler {
  readonly comm: string;
  readonly bytes: number;
  readonly restBytes: number;
}

/** The program that fills most of what a large component left; null where there is none, or where samples tell which of them grew. */
export function fillerBeside(
  { accounting, parts, report, incident, states }: Exhibit,
  component: HeldByDesign,
): Filler | null {
  const held = parts?.get(component) ?? 0;
  if (!accounting || !report || incident.scope === 'memcg' || states.length >= thresholds.states) return null;
  if (held < accounting.totalBytes * thresholds.large || (component === 'hugetlb' && liesIdle(report))) return null;
  const restBytes = accounting.totalBytes - held;
  const least = Math.max(
    restBytes * thresholds.ofRest,
    accounting.totalBytes * thresholds.ofWhole,
    held * thresholds.ofComponent,
  );
  for (const { comm, bytes, swapBytes, basis, largest } of incident.consumers) {
    // Resident memory of old tables counts the shared pages in each process.
    const shared = component === 'shared-memory' && basis === 'rss';
    const own = shared ? Math.max(0, largest.bytes - held) : bytes - (swapBytes ?? 0);
    if (own >= least && (component !== 'locked' || othersHold(report, comm) >= held * thresholds.lockedByOthers))
      return { comm, bytes: own, restBytes };
  }
  return null;
}

/** Locked pages are in the table too. */
function othersHold(report: NonNullable<Exhibit['report']>, comm: string): number {
  return report.tasks
    .filter((row) => row.comm !== comm)
    .reduce((sum, row) => sum + (row.rssAnonBytes ?? row.rssBytes ?? 0), 0);
}

/** Huge pages that are reserved and that nobody uses, half of them or more: no buffers of a database. */
export function liesIdle(report: NonNullable<Exhibit['report']>): boolean {
  const pools = report.memInfo?.hugepages ?? [];
  const total = pools.reduce((sum, pool) => sum + pool.total * pool.pageBytes, 0);
  const free = pools.reduce((sum, pool) => sum + pool.free * pool.pageBytes, 0);
  return free * 2 >= total;
}
