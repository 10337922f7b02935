import type { SampleScope } from '../../model/sample.ts';
import type { Stamp } from '../../model/stamp.ts';
import { parseDateText } from '../moment/date-text.ts';
import { epochStamp } from '../moment/marker.ts';
import { type BlockTime, noTime } from '../moment/moments.ts';
import { isEmpty, type Metrics } from '../sample-draft.ts';
import { coarser, parseQuantity } from '../text/quantity.ts';

/** Titles of `below dump` by what is dumped. Only those whose meaning is the kernel's own; a title's text never changes. */
const titles: Readonly<Record<'system' | 'process' | 'cgroup', Readonly<Record<string, string>>>> = {
  system: {
    Total: 'memTotalBytes',
    Free: 'memFreeBytes',
    Available: 'memAvailableBytes',
    Buffers: 'buffersBytes',
    Cached: 'cachedBytes',
    'Swap Cached': 'swapCachedBytes',
    Active: 'activeBytes',
    Inactive: 'inactiveBytes',
    Unevictable: 'unevictableBytes',
    Mlocked: 'mlockedBytes',
    'Swap Total': 'swapTotalBytes',
    'Swap Free': 'swapFreeBytes',
    Dirty: 'dirtyBytes',
    Writeback: 'writebackBytes',
    'Anon Pages': 'anonBytes',
    Mapped: 'mappedBytes',
    Shmem: 'shmemBytes',
    Kreclaimable: 'kernelReclaimableBytes',
    Slab: 'slabBytes',
    'Slab Reclaimable': 'slabReclaimableBytes',
    'Slab Unreclaimable': 'slabUnreclaimableBytes',
    'Kernel Stack': 'kernelStackBytes',
    'Page Tables': 'pageTablesBytes',
    'Vmalloc Used': 'vmallocUsedBytes',
    'OOM Kills': 'oomKillCount',
  },
  process: {
    RSS: 'rssBytes',
    'VM Size': 'virtualBytes',
    Swap: 'swapBytes',
    PTE: 'pageTablesBytes',
    Lock: 'lockedBytes',
  },
  cgroup: {
    'Mem Total': 'cgroupUsageBytes',
    'Mem Swap': 'cgroupSwapBytes',
    'Mem Anon': 'anonBytes',
    'Mem Slab': 'slabBytes',
    'Mem Sock': 'socketBytes',
    'Mem Shmem': 'shmemBytes',
    'Events Kill': 'oomKillCount',
  },
};

/** How one kind of dump is read: which of its titles, and whose they are. */
export interface BelowHeading {
  readonly scope: Extract<SampleScope, 'system' | 'process' | 'cgroup'>;
  readonly metrics: readonly (readonly [title: string, metric: string])[];
}

/** What these titles dump; null where they are none of below's, have no time, or say nothing of memory. */
export function belowHeading(names: readonly string[]): BelowHeading | null {
  if (!names.includes('Datetime') && !names.includes('Timestamp')) return null;
  const scope = names.includes('Pid')
    ? 'process'
    : names.includes('Full Path') || names.includes('Name')
      ? 'cgroup'
      : 'system';
  const metrics = Object.entries(titles[scope]).filter(([title]) => names.includes(title));
  return metrics.length === 0 ? null : { scope, metrics };
}

export interface BelowRow {
  readonly time: BlockTime;
  readonly scope: BelowHeading['scope'];
  readonly pid: number | null;
  readonly comm: string | null;
  readonly cgroup: string | null;
  readonly metrics: Metrics;
  readonly quantumBytes: number | null;
}

/** One row by its titles; a reason where it cannot be read. Cells of `?` and `max` are absent. */
export function belowRow(heading: BelowHeading, cell: (title: string) => string | undefined): BelowRow | string | null {
  const stamp = stampOf(cell('Timestamp'), cell('Datetime'));
  if (!stamp) return 'unreadable time';
  const metrics: Metrics = {};
  let quantumBytes: number | null = null;
  for (const [title, metric] of heading.metrics) {
    const text = (cell(title) ?? '?').trim();
    if (text === '?' || text === 'max') continue;
    const isCount = metric === 'oomKillCount';
    // Sizes are counted by 1024 and printed with one decimal, which is left out where it is 0: `3 GB`.
    const size = isCount ? null : parseQuantity(text);
    const whole = /^\d{1,16}$/.test(text) ? Number(text) : null;
    if (size && /[A-Z]B$/.test(text)) {
      metrics[metric] = size.bytes;
      quantumBytes = coarser(quantumBytes, Math.max(1, Math.round(unitOf(text) / 10)));
    } else if (size) metrics[metric] = size.bytes;
    else if (whole !== null && Number.isSafeInteger(whole)) {
      metrics[metric] = whole;
      if (!isCount) quantumBytes = coarser(quantumBytes, 1);
    } else return 'unreadable value';
  }
  if (isEmpty(metrics)) return null;
  const pid = Number(cell('Pid') ?? Number.NaN);
  const host = heading.scope === 'system' ? (cell('Hostname')?.trim() ?? null) : null;
  return {
    time: { ...noTime, stamp, stampBasis: 'written', host: host === '' || host === '?' ? null : host },
    scope: heading.scope,
    pid: heading.scope === 'process' && Number.isInteger(pid) && pid > 0 ? pid : null,
    comm: heading.scope === 'process' ? textOf(cell('Comm')) : null,
    cgroup: heading.scope === 'cgroup' ? textOf(cell('Full Path') ?? cell('Name')?.replace(/^\s*└[─+] /, '')) : null,
    metrics,
    quantumBytes,
  };
}

/** Bytes in the unit of `23.5 GB`. */
function unitOf(text: string): number {
  return parseQuantity(`1${text.slice(-2)}`)?.bytes ?? 1;
}

function textOf(text: string | undefined): string | null {
  const trimmed = text?.trim() ?? '';
  return trimmed === '' || trimmed === '?' ? null : trimmed;
}

/** The epoch where it is dumped, else the date, which older versions print without a zone. */
function stampOf(epoch: string | undefined, date: string | undefined): Stamp | null {
  if (epoch !== undefined && /^\s*\d{10}\s*$/.test(epoch)) return epochStamp(epoch.trim(), '');
  return date === undefined ? null : parseDateText(date.trim());
}
