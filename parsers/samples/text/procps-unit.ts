/** The units in which free and vmstat print bare numbers, in bytes. */
export type ProcpsUnit = 'B' | 'KiB' | 'MiB' | 'GiB';

export const procpsUnitBytes: Readonly<Record<ProcpsUnit, number>> = {
  B: 1,
  KiB: 1024,
  MiB: 1024 ** 2,
  GiB: 1024 ** 3,
};

/** Every amount that free and vmstat show is a number of pages, and no page is smaller. */
const smallestPageBytes = 4096;
/** A machine that runs procps and prints its total in KiB, and one that anybody watches with -m, has at least this much. */
const leastTotalKib = 16 * 1024;
const leastTotalMib = 200;
/** More than this many MiB, and not whole pages: more likely `--kilo`, which counts 1000 bytes. */
const mostTotalMib = 2 * 1024 * 1024;
/** Below this, a total is one of GiB: nobody has so few MiB. Between the two nobody can tell. */
const mostTotalGib = 64;

/**
 * The unit of a row of `free` that names none. Amounts are whole pages, so KiB values are multiples of 4 and byte values of
 * 4096: a row that is not shows a coarser unit, whose rounding destroys that. Null where two units are possible.
 *
 * @param total the `total` column of the `Mem:` row
 * @param amounts all values of the block
 */
export function unitOfFree(total: number, amounts: readonly number[]): ProcpsUnit | null {
  const nonzero = amounts.filter((amount) => amount > 0);
  if (total >= leastTotalKib * 1024 && nonzero.every((amount) => amount % smallestPageBytes === 0)) return 'B';
  if (total >= leastTotalKib && inWholePages(nonzero)) return 'KiB';
  if (total < mostTotalGib) return total > 0 ? 'GiB' : null;
  return total >= leastTotalMib && total <= mostTotalMib ? 'MiB' : null;
}

/** True where these values may be KiB of whole pages. */
export function inWholePages(amountsKib: readonly number[]): boolean {
  return amountsKib.every(isWholePages);
}

export function isWholePages(amountKib: number): boolean {
  return amountKib % (smallestPageBytes / 1024) === 0;
}
