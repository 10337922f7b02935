import type { Connection } from './connection.ts';
import { type Extremes, hourOf, hourUs, pointsWorthAnHour, widen } from './hour-extremes.ts';
import { prepared } from './prepared.ts';

export type PointRow = [atUs: number, value: number, file: number, line: number, byteStart: number, byteLength: number];

/** Points of one page. */
export const piecePoints = 4096;
const pointColumns = 'at_us, value, file, line, byte_start, byte_length';

/** A step into the index costs as much as reading so many points in a row. */
const pointsWorthAHop = 2;

type HourRow = [hour: number, low: number, lowUs: number, high: number, highUs: number];

interface HourParts {
  readonly id: number;
  readonly firstUs: number;
  readonly lastUs: number;
  readonly partHours: number;
}

/** Where the span after that of a point begins; spans are counted from the epoch. */
function nextSpan(atUs: number, everyUs: number): number {
  return (Math.floor(atUs / everyUs) + 1) * everyUs;
}

/** Reads of one series between two times. */
export function createWindow(db: Connection) {
  type Range = [id: number, fromUs: number, toUs: number];
  const inside = 'series = ? AND at_us >= ? AND at_us <= ?';
  const points = (sql: string) => prepared<Range, PointRow>(db, sql, 'arrays');
  const page = points(`SELECT ${pointColumns} FROM point WHERE ${inside} ORDER BY at_us LIMIT ${piecePoints}`);
  const everything = points(`SELECT ${pointColumns} FROM point WHERE ${inside} ORDER BY at_us`);
  const count = prepared<[...Range, most: number], number>(
    db,
    `SELECT count(*) FROM (SELECT 1 FROM point WHERE ${inside} LIMIT ?)`,
    'values',
  );
  // Apart, each is one step into the index; together in one query they would read the whole range.
  const edge = (which: 'min' | 'max') =>
    prepared<Range, number | null>(db, `SELECT ${which}(at_us) FROM point WHERE ${inside}`, 'values');
  const first = edge('min');
  const last = edge('max');
  // With a lone min() or max(), SQLite takes the other columns from the row that holds it (documented).
  const extreme = (which: 'min' | 'max') =>
    points(`SELECT at_us, ${which}(value), file, line, byte_start, byte_length FROM point WHERE ${inside}`);
  const smallest = extreme('min');
  const largest = extreme('max');

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

  const holdsMoreThan = (points: number, id: number, fromUs: number, toUs: number): boolean =>
    (count.get(id, fromUs, toUs, points + 1) as number) > points;

  /** All points, of which the first of each span are kept. */
  function walk(id: number, fromUs: number, toUs: number, everyUs: number): PointRow[] {
    const rows: PointRow[] = [];
    let nextUs = Number.NEGATIVE_INFINITY;
    for (const row of everything.all(id, fromUs, toUs)) {
      if (row[0] < nextUs) continue;
      rows.push(row);
      nextUs = nextSpan(row[0], everyUs);
    }
    return rows;
  }

  // Many rows in one statement: each statement by itself locks the file and lets it go.
  const hourRows = prepared<[id: number, fromHour: number, toHour: number], HourRow>(
    db,
    `SELECT hour, low, low_us, high, high_us FROM point_hour
     WHERE series = ? AND hour BETWEEN ? AND ? ORDER BY hour`,
    'arrays',
  );
  const pointsAt = prepared<[times: string, id: number], PointRow>(
    db,
    `SELECT ${pointColumns} FROM point WHERE at_us IN (SELECT value FROM json_each(?)) AND series = ? ORDER BY at_us`,
    'arrays',
  );

  /** The extremes of parts that are hours or more, from those of each hour. Parts begin at whole hours. */
  function extremesByHours({ id, firstUs, lastUs, partHours }: HourParts): PointRow[] {
    const known = new Map<number, Extremes>();
    for (const [hour, low, lowUs, high, highUs] of hourRows.all(id, hourOf(firstUs), hourOf(lastUs))) {
      const isWhole = hour * hourUs >= firstUs && (hour + 1) * hourUs - 1 <= lastUs;
      if (isWhole) known.set(hour, { low, lowUs, high, highUs });
    }
    const parts = new Map<number, Extremes>();
    for (let hour = hourOf(firstUs); hour <= hourOf(lastUs); hour += 1) {
      const one = known.get(hour) ?? extremesOfHour(id, hour, firstUs, lastUs);
      if (one === null) continue;
      const part = Math.floor(hour / partHours);
      const found = parts.get(part);
      if (found === undefined) parts.set(part, { ...one });
      else {
        widen(found, one.low, one.lowUs);
        widen(found, one.high, one.highUs);
      }
    }
    const times = new Set([...parts.values()].flatMap(({ lowUs, highUs }) => [lowUs, highUs]));
    return pointsAt.all(JSON.stringify([...times]), id);
  }

  /** From the points themselves: where no row is kept of the hour, or only a part of it is asked for. */
  function extremesOfHour(id: number, hour: number, firstUs: number, lastUs: number): Extremes | null {
    const fromUs = Math.max(hour * hourUs, firstUs);
    const toUs = Math.min((hour + 1) * hourUs - 1, lastUs);
    const low = smallest.get(id, fromUs, toUs);
    const high = largest.get(id, fromUs, toUs);
    if (!low || !high || low[0] === null) return null;
    return { low: low[1], lowUs: low[0], high: high[1], highUs: high[0] };
  }

  return {
    every(id: number, fromUs: number, toUs: number, everyUs: number): PointRow[] {
      const firstUs = first.get(id, fromUs, toUs) ?? null;
      if (firstUs === null) return [];
      const spans = ((last.get(id, fromUs, toUs) as number) - firstUs) / everyUs + 1;
      const isDense = holdsMoreThan(Math.ceil(spans * pointsWorthAHop), id, fromUs, toUs);
      return isDense ? hops.all({ id, fromUs, toUs, everyUs }) : walk(id, fromUs, toUs, everyUs);
    },
    page: (id: number, fromUs: number, toUs: number) => page.all(id, fromUs, toUs),
    holdsMoreThan,
    extremes(id: number, fromUs: number, toUs: number, parts: number): PointRow[] {
      const firstUs = first.get(id, fromUs, toUs) as number;
      const lastUs = last.get(id, fromUs, toUs) as number;
      const partUs = Math.floor((lastUs - firstUs) / parts) + 1;
      const hours = (lastUs - firstUs) / hourUs;
      // Whole hours may take one part more than was asked for.
      const partHours = Math.ceil(hours / Math.max(1, parts - 2));
      if (
        partHours >= 1 &&
        parts > 4 &&
        hours > parts &&
        holdsMoreThan(Math.ceil(hours) * pointsWorthAnHour, id, firstUs, lastUs)
      ) {
        return extremesByHours({ id, firstUs, lastUs, partHours });
      }
      const rows: PointRow[] = [];
      for (let start = firstUs; start <= lastUs; start += partUs) {
        const low = smallest.get(id, start, start + partUs - 1) as PointRow;
        if (low[0] === null) continue;
        const high = largest.get(id, start, start + partUs - 1) as PointRow;
        if (low[0] === high[0]) rows.push(low);
        else rows.push(...(low[0] < high[0] ? [low, high] : [high, low]));
      }
      return rows;
    },
  };
}
