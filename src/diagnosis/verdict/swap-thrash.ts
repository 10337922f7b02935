import { swapUsed } from '../growth/settled.ts';
import { before, type MemoryHistory, type SampleAddress, systemSeries } from '../history.ts';
import { bytesInWords } from '../quantities.ts';
import type { Exhibit, Factor } from '../rules/rule.ts';
import { sampleSource, theHost } from '../rules/sample-source.ts';

const thresholds = {
  /** Pages that come back while others are pushed out: this share of RAM a second, in so many looks, is no ordinary use of swap. */
  ramASecond: 0.001,
  looks: 3,
  /** Of a group's limit: anonymous pages that came back since the group began. */
  ofLimit: 0.25,
  /** A page cannot be smaller; a larger one only makes more of it. */
  pageBytes: 4096,
} as const;

type Found = Pick<Factor, 'claim' | 'values'> & Partial<Pick<Factor, 'from'>>;

/**
 * Whether memory was pushed out to swap and fetched back again: by swap traffic in both directions, by anonymous refaults,
 * by major faults where swap is in use and nothing else was sampled, or by what the report counts of the limited group.
 */
export function swapThrash(exhibit: Exhibit): Found | null {
  return (exhibit.history && sampled(exhibit, exhibit.history)) ?? inGroup(exhibit);
}

function sampled({ report, states, accounting }: Exhibit, history: MemoryHistory): Found | null {
  const totalBytes = states.at(-1)?.totalBytes ?? (accounting?.scope === 'host' ? accounting.totalBytes : null);
  const total = totalBytes ?? systemSeries(history, 'memTotalBytes')?.points.at(-1)?.value ?? null;
  if (total === null) return null;
  const least = total * thresholds.ramASecond;
  const back = fetched(history);
  if (back) {
    const out = pushed(history);
    const both = back.filter(({ atUs, perSecond }) => perSecond >= least && (out === null || (out.get(atUs) ?? 0) > 0));
    if (both.length < thresholds.looks) return null;
    const highest = both.reduce((most, one) => (one.perSecond > most.perSecond ? one : most));
    return {
      from: sampleSource(highest, highest.metric, theHost),
      claim: `up to ${bytesInWords(highest.perSecond)} a second came back from swap while other memory was pushed out, in ${both.length} samples`,
      values: { bytesPerSecond: Math.round(highest.perSecond), samples: both.length },
    };
  }
  const used = swapUsed(report) ?? states.findLast(({ swapUsedBytes }) => swapUsedBytes !== null)?.swapUsedBytes ?? 0;
  const faults = used > 0 ? rates(history, 'majorFaultsPerSecond', thresholds.pageBytes) : null;
  const many = (faults ?? []).filter(({ perSecond }) => perSecond >= least);
  const [first] = many;
  if (!first || many.length < thresholds.looks) return null;
  return {
    from: sampleSource(first, first.metric, theHost),
    claim: `swap was in use, and pages were read from disk in ${many.length} samples as fast as a thousandth of RAM a second or faster`,
    values: { samples: many.length },
  };
}

interface Rate {
  readonly atUs: number;
  readonly perSecond: number;
  readonly metric: string;
  readonly source: SampleAddress;
}

function fetched(history: MemoryHistory): readonly Rate[] | null {
  return (
    rates(history, 'swapInBytesPerSecond', 1) ??
    rates(history, 'swapInPagesPerSecond', thresholds.pageBytes) ??
    rates(history, 'refaultAnonPagesPerSecond', thresholds.pageBytes)
  );
}

/** Null where only what comes back was sampled. */
function pushed(history: MemoryHistory): ReadonlyMap<number, number> | null {
  const out = rates(history, 'swapOutBytesPerSecond', 1) ?? rates(history, 'swapOutPagesPerSecond', 1);
  return out && new Map(out.map(({ atUs, perSecond }) => [atUs, perSecond]));
}

function rates(history: MemoryHistory, metric: string, bytes: number): readonly Rate[] | null {
  const series = systemSeries(history, metric);
  return (
    series &&
    before(series, history.eventUs).map(({ atUs, value, source }) => ({
      atUs,
      perSecond: value * bytes,
      metric,
      source,
    }))
  );
}

/** Kernels since 5.9 count refaults of anonymous pages apart, and print the count of the group whose limit was reached. */
function inGroup({ report }: Exhibit): Found | null {
  const memcg = report?.memcg;
  const refaults = memcg?.stats['workingset_refault_anon'] ?? 0;
  const bytes = refaults * (report?.pageSizeBytes ?? thresholds.pageBytes);
  if (!memcg || memcg.limitBytes === null || bytes < memcg.limitBytes * thresholds.ofLimit) return null;
  return {
    claim: `${bytesInWords(bytes)} of the group's memory came back from swap since it began`,
    values: { refaultPages: refaults, limitBytes: memcg.limitBytes },
  };
}
