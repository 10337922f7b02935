import type { Connection } from './connection.ts';
import { prepared } from './prepared.ts';

export type PointRow = [atUs: number, value: number, file: number, line: number, byteStart: number, byteLength: number];

/** The columns of a {@link PointRow}. */
export const pointColumns = 'at_us, value, file, line, byte_start, byte_length';

/** Points of one series between two times, both inclusive. */
export type PointRange = [series: number, fromUs: number, toUs: number];
export const inRange = 'series = ? AND at_us >= ? AND at_us <= ?';

/** What can be said of a range without reading its points. */
export interface PointBounds {
  /** Times of the first and the last point; null where there is none. */
  readonly firstUs: (...range: PointRange) => number | null;
  readonly lastUs: (...range: PointRange) => number | null;
  readonly holdsMoreThan: (points: number, ...range: PointRange) => boolean;
}

export function createPointBounds(db: Connection): PointBounds {
  const count = prepared<[...PointRange, most: number], number>(
    db,
    `SELECT count(*) FROM (SELECT 1 FROM point WHERE ${inRange} LIMIT ?)`,
    'values',
  );
  // Apart, each is one step into the index; together in one query they would read the whole range.
  const edge = (which: 'min' | 'max') =>
    prepared<PointRange, number | null>(db, `SELECT ${which}(at_us) FROM point WHERE ${inRange}`, 'values');
  const first = edge('min');
  const last = edge('max');
  return {
    firstUs: (...range) => first.get(...range) ?? null,
    lastUs: (...range) => last.get(...range) ?? null,
    holdsMoreThan: (points, ...range) => (count.get(...range, points + 1) as number) > points,
  };
}
