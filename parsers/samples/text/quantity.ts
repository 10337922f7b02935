import { type DecimalMark, parseDecimal } from './numbers.ts';

/** A size in bytes, and the size of the last digit it was written with. */
export interface Quantity {
  readonly bytes: number;
  readonly quantumBytes: number;
}

const powers = 'kmgtpe';

/**
 * Bytes in one unit of this suffix, null for words that are no unit of memory.
 *
 * `Ki`, `KiB` and the kernel's and procps' `kB`, `K`, `k` are 1024; `base` says what a bare `M`, `MB`, `G`, `GB` means:
 * 1024 for tools that count so (procps, ps, top, kubectl's `Mi`), 1000 for those that follow SI (docker up to 1.12, `--si`).
 */
export function unitBytes(suffix: string, base: 1000 | 1024): number | null {
  const unit = suffix.toLowerCase();
  if (unit === 'b' || unit === 'byte' || unit === 'bytes') return 1;
  const power = powers.indexOf(unit.charAt(0)) + 1;
  if (power === 0) return null;
  const rest = unit.slice(1);
  if (rest === 'i' || rest === 'ib') return 1024 ** power;
  if (rest === '' || rest === 'b') return base ** power;
  return null;
}

/**
 * A number with its unit attached or behind blanks: `3.8Gi`, `285Mi`, `0B`, `24.2g`, `796KiB`, `1,5 GB`. Null where
 * there is no number, no unit, or a unit that is not one of memory.
 */
export function parseQuantity(text: string, base: 1000 | 1024 = 1024, mark: DecimalMark = 'unknown'): Quantity | null {
  const match = /^([\d.,]+)\s*([A-Za-z]{1,5})$/.exec(text);
  if (!match?.[1] || !match[2]) return null;
  const unit = unitBytes(match[2], base);
  return unit === null ? null : scaled(match[1], unit, mark);
}

/** A bare number in a unit that is known: `scaled('964.2', 1048576)`. Null where it is no number, negative, or too big. */
export function scaled(digits: string, unit: number, mark: DecimalMark = 'unknown'): Quantity | null {
  const value = parseDecimal(digits, mark);
  if (!(value >= 0)) return null;
  const bytes = Math.round(value * unit);
  if (bytes > Number.MAX_SAFE_INTEGER) return null;
  const point = Math.max(digits.indexOf('.'), digits.indexOf(','));
  const decimals = point === -1 ? 0 : digits.length - point - 1;
  return { bytes, quantumBytes: Math.max(1, Math.round(unit / 10 ** decimals)) };
}

/** The coarser of two quanta; null only where both are. */
export function coarser(a: number | null, b: number | null): number | null {
  if (a === null) return b;
  return b === null ? a : Math.max(a, b);
}

/** Bytes in one unit of `--unit`; null for `%`. */
export function optionUnitBytes(unit: 'B' | 'KiB' | 'MiB' | 'GiB' | 'kB' | 'MB' | 'GB' | '%'): number | null {
  return unit === '%' ? null : optionUnits[unit];
}

const optionUnits = { B: 1, KiB: 1024, MiB: 1024 ** 2, GiB: 1024 ** 3, kB: 1000, MB: 1000 ** 2, GB: 1000 ** 3 };
