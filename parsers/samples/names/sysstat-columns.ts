import type { Metrics } from '../sample-draft.ts';

/** How one column of sysstat becomes a metric. */
export interface SysstatColumn {
  readonly metric: string;
  /** Multiplies the printed number: 1024 for `kb...`. */
  readonly scale: number;
  /** A size: it may be printed with a unit (`--human`). */
  readonly isSize: boolean;
}

const kib = (metric: string): SysstatColumn => ({ metric, scale: 1024, isSize: true });
const plain = (metric: string): SysstatColumn => ({ metric, scale: 1, isSize: false });

/**
 * Columns of `sar` (-r, -r ALL, -S, -B, -W, -H, -q) and `sadf` -d, -p, from 9.x to 12.7.9. `kbmemused` is left out: it was
 * total - free, then without buffers, cache and slab, then total - available. So are the percentages made of it, and
 * `%vmeff`.
 */
export const sysstatColumns: Readonly<Record<string, SysstatColumn>> = {
  kbmemfree: kib('memFreeBytes'),
  kbavail: kib('memAvailableBytes'),
  kbbuffers: kib('buffersBytes'),
  kbcached: kib('cachedBytes'),
  kbshmem: kib('shmemBytes'),
  kbcommit: kib('committedBytes'),
  kbactive: kib('activeBytes'),
  kbinact: kib('inactiveBytes'),
  kbdirty: kib('dirtyBytes'),
  kbanonpg: kib('anonBytes'),
  kbslab: kib('slabBytes'),
  kbkstack: kib('kernelStackBytes'),
  kbpgtbl: kib('pageTablesBytes'),
  kbvmused: kib('vmallocUsedBytes'),
  kbswpfree: kib('swapFreeBytes'),
  kbswpused: kib('swapUsedBytes'),
  kbswpcad: kib('swapCachedBytes'),
  kbhugfree: kib('hugetlbFreeBytes'),
  kbhugused: kib('hugetlbUsedBytes'),
  kbhugrsvd: kib('hugetlbReservedBytes'),
  'pgpgin/s': { metric: 'pageInBytesPerSecond', scale: 1024, isSize: false },
  'pgpgout/s': { metric: 'pageOutBytesPerSecond', scale: 1024, isSize: false },
  'fault/s': plain('faultsPerSecond'),
  'majflt/s': plain('majorFaultsPerSecond'),
  'pgfree/s': plain('freedPagesPerSecond'),
  'pgscank/s': plain('kswapdScanPagesPerSecond'),
  'pgscand/s': plain('directScanPagesPerSecond'),
  'pgsteal/s': plain('stealPagesPerSecond'),
  'pswpin/s': plain('swapInPagesPerSecond'),
  'pswpout/s': plain('swapOutPagesPerSecond'),
  'runq-sz': plain('tasksRunnable'),
  blocked: plain('tasksBlocked'),
  ...Object.fromEntries(
    (['mem', 'io', 'cpu'] as const).flatMap((resource) =>
      (['s', 'f'] as const).flatMap((kind) => {
        const name = `psi${{ mem: 'Memory', io: 'Io', cpu: 'Cpu' }[resource]}${kind === 's' ? 'Some' : 'Full'}`;
        const column = `%${kind}${resource}`;
        return [
          [`${column}-10`, plain(`${name}Avg10`)],
          [`${column}-60`, plain(`${name}Avg60`)],
          [`${column}-300`, plain(`${name}Avg300`)],
          [column, plain(`${name}Percent`)],
        ] as const;
      }),
    ),
  ),
};

export function sysstatColumn(name: string): SysstatColumn | null {
  return Object.hasOwn(sysstatColumns, name) ? (sysstatColumns[name] ?? null) : null;
}

const completed = new Set([
  'swapFreeBytes',
  'swapUsedBytes',
  'hugetlbFreeBytes',
  'hugetlbUsedBytes',
  'swapInPagesPerSecond',
  'swapOutPagesPerSecond',
]);

/** Whether {@link completeSysstat} looks at this metric. */
export function isCompleted(metric: string): boolean {
  return completed.has(metric);
}

/** Adds what follows from two columns together, and sizes where the page size is known. */
export function completeSysstat(metrics: Metrics, pageSizeBytes: number | null): Metrics {
  const { swapFreeBytes, swapUsedBytes, hugetlbFreeBytes, hugetlbUsedBytes } = metrics;
  if (swapFreeBytes !== undefined && swapUsedBytes !== undefined)
    metrics.swapTotalBytes = swapFreeBytes + swapUsedBytes;
  if (hugetlbFreeBytes !== undefined && hugetlbUsedBytes !== undefined)
    metrics.hugetlbBytes = hugetlbFreeBytes + hugetlbUsedBytes;
  const { swapInPagesPerSecond, swapOutPagesPerSecond } = metrics;
  if (pageSizeBytes !== null) {
    if (swapInPagesPerSecond !== undefined) metrics.swapInBytesPerSecond = swapInPagesPerSecond * pageSizeBytes;
    if (swapOutPagesPerSecond !== undefined) metrics.swapOutBytesPerSecond = swapOutPagesPerSecond * pageSizeBytes;
  }
  return metrics;
}
