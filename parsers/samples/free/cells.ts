import type { RawSample } from '../../model/sample.ts';
import type { SampleOptions } from '../sample-format.ts';
import { parseUint } from '../text/numbers.ts';
import { type ProcpsUnit, procpsUnitBytes, unitOfFree } from '../text/procps-unit.ts';
import { optionUnitBytes, parseQuantity, type Quantity } from '../text/quantity.ts';

/** A value as printed: a size, or a number whose unit is yet unknown. */
export type Cell = { readonly size: Quantity; readonly suffix: string } | { readonly number: number };

export function readCells(tokens: readonly string[], base: 1000 | 1024): readonly Cell[] | null {
  if (tokens.length < 2 || tokens.length > 7) return null;
  const cells: Cell[] = [];
  for (const token of tokens) {
    const number = parseUint(token, 0, token.length);
    if (number !== -1) {
      cells.push({ number });
      continue;
    }
    const size = parseQuantity(token, base);
    if (!size) return null;
    cells.push({ size, suffix: token.replace(/^[\d.,]+/, '') });
  }
  return cells;
}

/** Bare numbers are rounded to whole ones; with -h each is rounded to its own last digit. */
export function slackOf(cells: readonly Cell[]): number {
  return cells.reduce((sum, cell) => sum + ('size' in cell ? cell.size.quantumBytes : 1), 0);
}

export const approximate = (cell: Cell): number => ('size' in cell ? cell.size.bytes : cell.number);

export const sizeOf = (cell: Cell, unit: number): Quantity =>
  'size' in cell ? cell.size : { bytes: cell.number * unit, quantumBytes: cell.number === 0 && unit === 0 ? 1 : unit };

/** The unit of bare numbers, and whether it had to be assumed. Null where two units are possible. */
export function unitFor(
  totals: readonly Cell[],
  cells: readonly Cell[],
  base: 1000 | 1024,
  options: SampleOptions,
): { readonly bytes: number; readonly assumed: RawSample['unitAssumed'] } | null {
  const bare = cells.filter((cell) => 'number' in cell);
  if (bare.length === 0) {
    const letter = cells.find((cell) => 'suffix' in cell && /^[KMGTPE]$/i.test(cell.suffix));
    const isAssumed = base === 1024 && letter && 'suffix' in letter;
    return { bytes: 1, assumed: isAssumed ? assumedOfLetter(letter.suffix) : null };
  }
  const told = options.unit === null ? null : optionUnitBytes(options.unit);
  if (told !== null) return { bytes: told, assumed: null };
  const total = totals.reduce((sum, cell) => sum + approximate(cell), 0);
  const unit: ProcpsUnit | null = unitOfFree(total, bare.map(approximate));
  return unit && { bytes: procpsUnitBytes[unit], assumed: unit };
}

function assumedOfLetter(letter: string): RawSample['unitAssumed'] {
  if (/k/i.test(letter)) return 'KiB';
  return /m/i.test(letter) ? 'MiB' : 'GiB';
}
