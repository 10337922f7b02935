/** The units that bare sizes are taken for. */
export type BareUnit = 'B' | 'KiB' | 'MiB';

/**
 * Infers the unit of sizes that carry none, from several of them: the kernel hands out whole pages, so bytes are multiples of
 * 4096 and KiB of 4, and MiB are neither for long.
 */
export interface BareUnitEvidence {
  add(value: number): void;
  /** False once a value contradicts the unit. */
  fits(value: number, unit: BareUnit): boolean;
  /** The unit these values are in, as an assumption; null where they do not show one. */
  guess(): BareUnit | null;
  readonly count: number;
}

const pageBytes = 4096;
const pageKib = 4;
/** 16 MiB: a size that anybody logs, written in bytes, is at least this. */
const leastBytes = 2 ** 24;
/** As KiB this would be 8 TiB. */
const surelyBytes = 2 ** 33;
/** 8 MiB as KiB. */
const leastKib = 2 ** 13;
/** As MiB this would be 1 TiB. */
const surelyKib = 2 ** 20;
/** Whole-page values that cannot be chance any more. */
const enoughValues = 3;
/** MiB between 100 MiB and 512 GiB: more are more likely KiB of something that is not whole pages. */
const mib = { least: 100, most: 2 ** 19 } as const;

export function createBareUnitEvidence(): BareUnitEvidence {
  const distinct = new Set<number>();
  let largest = 0;
  let inPages = true;
  let inKibPages = true;
  let whole = true;

  return {
    add(value) {
      if (!(value > 0)) return;
      if (distinct.size < 64) distinct.add(value);
      largest = Math.max(largest, value);
      if (!Number.isInteger(value)) whole = false;
      if (value % pageBytes !== 0) inPages = false;
      if (value % pageKib !== 0) inKibPages = false;
    },
    fits(value, unit) {
      if (unit === 'B') return Number.isInteger(value);
      return unit === 'KiB' ? value % pageKib === 0 : value <= mib.most;
    },
    guess() {
      if (distinct.size === 0) return null;
      if (largest >= surelyBytes) return whole ? 'B' : null;
      if (inPages && largest >= leastBytes) return 'B';
      if (inKibPages && largest >= leastKib)
        return distinct.size >= enoughValues || largest >= surelyKib ? 'KiB' : null;
      return largest >= mib.least && largest <= mib.most ? 'MiB' : null;
    },
    get count() {
      return distinct.size;
    },
  };
}
