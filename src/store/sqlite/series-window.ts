import type { Connection } from './connection.ts';
import {
  createPointBounds,
  inRange,
  type PointBounds,
  type PointRange,
  type PointRow,
  pointColumns,
} from './point-rows.ts';
import { prepared } from './prepared.ts';
import { createExtremesReader } from './read-extremes.ts';

/** Points of one page. */
export const piecePoints = 4096;

/** Reads of one series between two times. */
export function createWindow(db: Connection) {
  const bounds = createPointBounds(db);
  const page = prepared<PointRange, PointRow>(
    db,
    `SELECT ${pointColumns} FROM point WHERE ${inRange} ORDER BY at_us LIMIT ${piecePoints}`,
    'arrays',
  );
  return {
    holdsMoreThan: bounds.holdsMoreThan,
    page: (...range: PointRange) => page.all(...range),
    every: createSpanReader(db, bounds),
    extremes: createExtremesReader(db, bounds),
  };
}

/** A step into the index costs as much as reading so many points in a row. */
const pointsWorthAHop = 2;

/** Where the span after that of a point begins; spans are counted from the epoch. */
function nextSpan(atUs: number, everyUs: number): number {
  return (Math.floor(atUs / everyUs) + 1) * everyUs;
}

/** Reads the first point of each span of `everyUs` microseconds. */
function createSpanReader(db: Connection, { firstUs, lastUs, holdsMoreThan }: PointBounds) {
  const everything = prepared<PointRange, PointRow>(
    db,
    `SELECT ${pointColumns} FROM point WHERE ${inRange} ORDER BY at_us`,
    'arrays',
  );
  // From the first point of each span to the first one at or after the next span's start: one step into the index each.
  const hops = prepared<[{ id: number; fromUs: number; toUs: number; everyUs: number }], PointRow>(
    db,
    `WITH RECURSIVE hop(at) AS (
         SELECT min(at_us) FROM point WHERE series = @id AND at_us >= @fromUs AND at_us <= @toUs
         UNION ALL
         SELECT (
           SELECT min(at_us) FROM point
           WHERE series = @id AND at_us >= (hop.at / CAST(@everyUs AS INTEGER) + 1) * CAST(@everyUs AS INTEGER) AND at_us <= @toUs
         )
         FROM hop WHERE hop.at IS NOT NULL
       )
       SELECT ${pointColumns} FROM hop JOIN point ON series = @id AND at_us = hop.at`,
    'arrays',
  );

  /** Through all points: the shorter way where few lie in a span. */
  function walk(range: PointRange, everyUs: number): PointRow[] {
    const rows: PointRow[] = [];
    let nextUs = Number.NEGATIVE_INFINITY;
    for (const row of everything.all(...range)) {
      if (row[0] < nextUs) continue;
      rows.push(row);
      nextUs = nextSpan(row[0], everyUs);
    }
    return rows;
  }

  return (id: number, fromUs: number, toUs: number, everyUs: number): PointRow[] => {
    const begin = firstUs(id, fromUs, toUs);
    const end = lastUs(id, fromUs, toUs);
    if (begin === null || end === null) return [];
    const spans = (end - begin) / everyUs + 1;
    const isDense = holdsMoreThan(Math.ceil(spans * pointsWorthAHop), id, fromUs, toUs);
    return isDense ? hops.all({ id, fromUs, toUs, everyUs }) : walk([id, fromUs, toUs], everyUs);
  };
}
