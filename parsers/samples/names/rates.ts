/** What a counter becomes, per second of its growth. */
interface RateTarget {
  readonly metric: string;
  /** Multiplies counts per second: PSI microseconds per second become percent. */
  readonly scale: number;
}

const perSecond = (metric: string): RateTarget => ({ metric, scale: 1 });

const targets: Readonly<Record<string, RateTarget>> = {
  pageInBytesTotal: perSecond('pageInBytesPerSecond'),
  pageOutBytesTotal: perSecond('pageOutBytesPerSecond'),
  swapInPagesTotal: perSecond('swapInPagesPerSecond'),
  swapOutPagesTotal: perSecond('swapOutPagesPerSecond'),
  swapInBytesTotal: perSecond('swapInBytesPerSecond'),
  swapOutBytesTotal: perSecond('swapOutBytesPerSecond'),
  faultsTotal: perSecond('faultsPerSecond'),
  majorFaultsTotal: perSecond('majorFaultsPerSecond'),
  allocStallTotal: perSecond('allocStallsPerSecond'),
  directScanPagesTotal: perSecond('directScanPagesPerSecond'),
  kswapdScanPagesTotal: perSecond('kswapdScanPagesPerSecond'),
  directStealPagesTotal: perSecond('directStealPagesPerSecond'),
  kswapdStealPagesTotal: perSecond('kswapdStealPagesPerSecond'),
  refaultPagesTotal: perSecond('refaultPagesPerSecond'),
  refaultAnonPagesTotal: perSecond('refaultAnonPagesPerSecond'),
  refaultFilePagesTotal: perSecond('refaultFilePagesPerSecond'),
  compactStallTotal: perSecond('compactStallsPerSecond'),
  ...Object.fromEntries(
    (['Memory', 'Io', 'Cpu', 'Irq'] as const).flatMap((resource) =>
      (['Some', 'Full'] as const).map((kind) => {
        const name = `psi${resource}${kind}`;
        return [`${name}UsTotal`, { metric: `${name}Percent`, scale: 100 / 1_000_000 }] as const;
      }),
    ),
  ),
};

/** One reading of counters. */
export interface CounterReading {
  readonly atUs: number;
  readonly metrics: Readonly<Record<string, number>>;
}

/** Rates over the time between two readings. */
export interface RateReading {
  readonly fromUs: number;
  readonly toUs: number;
  readonly metrics: Readonly<Record<string, number>>;
  /** Counters that fell: the machine or the cgroup started anew, and nothing is known of the time between. */
  readonly resets: readonly string[];
}

/**
 * The rates between two readings of one series' counters. A counter that fell was reset: it gives no rate, never a guess of
 * what went on before the reset. A counter that only one reading has gives none either. Null where no time passed or it went
 * back. `swap...Pages` become bytes where the page size is known.
 */
export function ratesBetween(
  before: CounterReading,
  after: CounterReading,
  pageSizeBytes: number | null = null,
): RateReading | null {
  const seconds = (after.atUs - before.atUs) / 1_000_000;
  if (!(seconds > 0)) return null;
  const metrics: Record<string, number> = {};
  const resets: string[] = [];
  for (const name in after.metrics) {
    const from = before.metrics[name];
    const to = after.metrics[name];
    if (from === undefined || to === undefined || !isCounter(name)) continue;
    if (to < from) {
      resets.push(name);
      continue;
    }
    const target = targets[name];
    if (target) metrics[target.metric] = ((to - from) / seconds) * target.scale;
  }
  if (resets.length > 0) return { fromUs: before.atUs, toUs: after.atUs, metrics: {}, resets };
  if (pageSizeBytes !== null) addSwapBytes(metrics, pageSizeBytes);
  return { fromUs: before.atUs, toUs: after.atUs, metrics, resets };
}

/** True for metrics that only ever grow, whether or not a rate is made of them. */
export function isCounter(name: string): boolean {
  return Object.hasOwn(targets, name) || /(?:Total|Count)$/.test(name);
}

function addSwapBytes(metrics: Record<string, number>, pageSizeBytes: number): void {
  const { swapInPagesPerSecond, swapOutPagesPerSecond } = metrics;
  if (swapInPagesPerSecond !== undefined) metrics.swapInBytesPerSecond = swapInPagesPerSecond * pageSizeBytes;
  if (swapOutPagesPerSecond !== undefined) metrics.swapOutBytesPerSecond = swapOutPagesPerSecond * pageSizeBytes;
}

/** How much a counter grew between two readings, null where it was reset: for kills and events, which want no rate. */
export function growth(before: number, after: number): number | null {
  return after < before ? null : after - before;
}
