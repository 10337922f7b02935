import type { Metrics } from '../sample-draft.ts';
import { type DecimalMark, decimalMarkOf } from '../text/numbers.ts';
import { scaled, unitBytes } from '../text/quantity.ts';

/** A memory or swap line of top's summary. */
export interface TopSummary {
  readonly area: 'memory' | 'swap';
  readonly metrics: Metrics;
  readonly quantumBytes: number;
}

const newer = /^([KMGTPE]iB) (\S+?) ?:\s*(.*)$/;
const older = /^(Mem|Swap):\s+(\d+[kKmMgG]\+? .*)$/;
const cell = /(\d[\d.,]*\d|\d)([kKmMgG]?)(\+?)\s*([^\d,.+][^\d,+]*?)(?=[,.]\s|[,.]?\s*$|\s+\d)/g;

const memoryWords: Readonly<Record<string, string>> = {
  total: 'memTotalBytes',
  free: 'memFreeBytes',
  buffers: 'buffersBytes',
  'buff/cache': 'buffCacheColumnBytes',
};
const swapWords: Readonly<Record<string, string>> = {
  total: 'swapTotalBytes',
  free: 'swapFreeBytes',
  'avail Mem': 'memAvailableBytes',
  'cached Mem': 'cacheColumnBytes',
  cached: 'cacheColumnBytes',
};
/** The order of the newer layout, for words in another language. */
const newerOrder = {
  memory: ['memTotalBytes', 'memFreeBytes', null, 'buffCacheColumnBytes'],
  swap: ['swapTotalBytes', 'swapFreeBytes', null, 'memAvailableBytes'],
} as const;

/**
 * Reads `MiB Mem :  24105.6 total,  16012.6 free, ...`, procps 3.3's `KiB Mem:   7927536 total, ...` and 3.2's
 * `Mem:   7927536k total, ...`, each with its swap line, in any language. A number with `+` was clipped: absent. `used` is
 * not read (see free). Null for any other line.
 */
export function topSummary(text: string, swapIsNext: boolean): TopSummary | null {
  if (!text.includes(',') || text.length > 200) return null;
  const trimmed = text.trim();
  const busybox = busyboxSummary(trimmed);
  if (busybox) return busybox;
  const match = newer.exec(trimmed);
  const old = match ? null : older.exec(trimmed);
  if (!match && !old) return null;
  const label = match?.[2] ?? old?.[1] ?? '';
  const cells = [...(match?.[3] ?? old?.[2] ?? '').matchAll(cell)];
  if (cells.length < 3) return null;
  const isEnglish = cells[0]?.[4] === 'total';
  const area = isEnglish ? (label === 'Swap' ? 'swap' : 'memory') : swapIsNext ? 'swap' : 'memory';
  if (!isEnglish && (!match || cells.length !== 4)) return null;
  const mark: DecimalMark = cells.some((each) => decimalMarkOf(each[1] ?? '') === 'comma') ? 'comma' : 'point';
  const metrics: Metrics = {};
  let quantumBytes = 1;
  for (const [index, [, digits = '', suffix = '', clipped, word = '']] of cells.entries()) {
    const metric = isEnglish ? (area === 'memory' ? memoryWords : swapWords)[word] : newerOrder[area][index];
    const unit = unitBytes(match?.[1] ?? suffix, 1024);
    if (!metric || unit === null || clipped === '+') continue;
    const size = scaled(digits, unit, mark);
    if (!size) return null;
    metrics[metric] = size.bytes;
    quantumBytes = Math.max(quantumBytes, size.quantumBytes);
  }
  // In TiB a machine of 24 GiB has `0.0 total`: nothing on the line says anything.
  return { area, metrics: metrics.memTotalBytes === 0 ? {} : metrics, quantumBytes };
}

/** Words of busybox' only line of memory. */
const busyboxWords: Readonly<Record<string, string>> = {
  free: 'memFreeBytes',
  shrd: 'shmemBytes',
  buff: 'buffersBytes',
  cached: 'cachedBytes',
};

/** `Mem: 8686516K used, 15997576K free, 8856K shrd, 145092K buff, 6543808K cached` (procps/top.c of busybox). */
function busyboxSummary(text: string): TopSummary | null {
  if (!/^Mem: \d+K used, \d+K free, /.test(text)) return null;
  const metrics: Metrics = {};
  for (const [, digits = '', word = ''] of text.matchAll(/(\d{1,12})K (\w+)/g)) {
    const metric = busyboxWords[word];
    if (metric) metrics[metric] = Number(digits) * 1024;
  }
  return { area: 'memory', metrics, quantumBytes: 1024 };
}
