import { type DecimalMark, decimalsOfPlain, mostExactDigits, parseDecimal, parsePlain } from './numbers.ts';
import { unitBytes } from './quantity.ts';

/** A number as a cell of a table holds it, with the unit where it has one. */
export interface Cell {
  readonly value: number;
  /** Bytes in one unit, null where the cell names none. */
  readonly unit: number | null;
  readonly isPercent: boolean;
  /** Digits behind the decimal mark. */
  readonly decimals: number;
}

/** `unreadable`: text. `absent`: `NaN`, infinities, `null`, `-`, nothing. `ambiguous`: `1.234` where nobody knows the mark. */
export type CellReading = Cell | 'unreadable' | 'absent' | 'ambiguous';

/** Learns how a file writes decimals, since `1.234` is a thousand in one and one in another. */
export interface CellReader {
  read(text: string): CellReading;
  /**
   * Whether `text[from, to)` is digits, with a point where it can only be the decimal mark: nearly every cell is. What it says stands
   * in `value` and `decimals`.
   */
  readPlain(text: string, from: number, to: number): boolean;
  readonly value: number;
  readonly decimals: number;
}

/** No number is longer, blanks and unit included. */
const longestCell = 80;

/**
 * @param commaPossible false where the comma separates fields: then only quoted cells can hold one
 * @param lonePoint what `1.234` is in a file that has not shown its mark: a `point` wherever people rarely write commas,
 * else `ambiguous`
 *
 * A number with both marks shows the decimal one by its place (`1.234,5`), one with a single comma and no three digits
 * behind it too (`12,5`). Once a file has shown a mark, a number that contradicts it is unreadable.
 */
export function createCellReader(commaPossible: boolean, lonePoint: 'point' | 'ambiguous'): CellReader {
  let mark: DecimalMark = 'unknown';

  const reader = { value: 0, decimals: 0, read, readPlain };
  return reader;

  function read(raw: string): CellReading {
    if (readPlain(raw, 0, raw.length))
      return { value: reader.value, unit: null, isPercent: false, decimals: reader.decimals };
    if (raw.length > longestCell) return 'unreadable';
    const text = raw.trim();
    const match = /^([+-]?[\d.,' \u00a0]*\d(?:[eE][+-]?\d{1,3})?)\s*(%|[A-Za-z]{1,5})?$/.exec(text);
    if (!match?.[1])
      return /^(?:-?nan|[+-]?inf(?:inity)?|null|none|n\/a|na|nil|undefined|[-–—]?)$/i.test(text)
        ? 'absent'
        : 'unreadable';
    const suffix = match[2] ?? '';
    const unit = suffix === '' || suffix === '%' ? null : unitBytes(suffix, 1024);
    if (suffix !== '' && suffix !== '%' && unit === null) return 'unreadable';
    const number = readNumber(match[1]);
    return typeof number === 'string' ? number : { ...number, unit, isPercent: suffix === '%' };
  }

  function readPlain(text: string, from: number, to: number): boolean {
    if (to - from > mostExactDigits) return false;
    const value = parsePlain(text, from, to);
    if (value === -1) return false;
    const decimals = decimalsOfPlain(text, from, to);
    if (decimals > 0 && commaPossible && mark !== 'point') return false;
    reader.value = value;
    reader.decimals = decimals;
    return true;
  }

  function readNumber(text: string): { value: number; decimals: number } | 'unreadable' | 'ambiguous' {
    const digits = text.replace(/[' \u00a0](?=\d{3}(?:\D|$))/g, '');
    if (!/[.,]/.test(digits)) return finished(digits, 0);
    const shown = shownMark(digits);
    if (shown === null) return 'unreadable';
    if (shown !== 'unknown') {
      if (mark !== 'unknown' && mark !== shown) return 'unreadable';
      mark = shown;
    }
    if (mark === 'unknown') {
      if (lonePoint === 'ambiguous' || digits.includes(',')) return 'ambiguous';
      mark = 'point';
    }
    const decimal = mark === 'comma' ? ',' : '.';
    const [whole = '', fraction = ''] = digits.split(decimal);
    const grouping = mark === 'comma' ? '.' : ',';
    const plain = whole.split(grouping).join('');
    return finished(fraction === '' ? plain : `${plain}.${fraction}`, fraction.replace(/e.*/i, '').length);
  }

  /** The decimal mark that this number shows, `unknown` where it could be a group of three, null where it is no number. */
  function shownMark(digits: string): DecimalMark | null {
    const points = digits.split('.').length - 1;
    const commas = digits.split(',').length - 1;
    if (points > 0 && commas > 0) {
      const last = digits.lastIndexOf('.') > digits.lastIndexOf(',') ? 'point' : 'comma';
      return (last === 'point' ? points : commas) === 1 ? last : null;
    }
    const only = points > 0 ? 'point' : 'comma';
    if (points + commas > 1)
      return /^\d{1,3}(?:[.,]\d{3})+$/.test(digits) ? (only === 'point' ? 'comma' : 'point') : null;
    if (!commaPossible) return only === 'point' ? 'point' : null;
    return /^[1-9]\d{0,2}[.,]\d{3}$/.test(digits) ? 'unknown' : only;
  }
}

function finished(text: string, decimals: number): { value: number; decimals: number } | 'unreadable' {
  const value = parseDecimal(text);
  return Number.isNaN(value) ? 'unreadable' : { value, decimals };
}
