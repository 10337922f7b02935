import type { Metrics } from './sample-draft.ts';
import { type DecimalMark, decimalMarkOf } from './text/numbers.ts';
import { scaled, unitBytes } from './text/quantity.ts';

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
  return { area, metrics, quantumBytes };
}
