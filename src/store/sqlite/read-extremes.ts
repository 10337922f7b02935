import type { Connection } from './connection.ts';
import { type Extremes, hourOf, hourUs, pointsWorthAnHour, widen } from './hour-extremes.ts';
import { inRange, type PointBounds, type PointRange, type PointRow, pointColumns } from './point-rows.ts';
import { prepared } from './prepared.ts';

type HourRow = [hour: number, low: number, lowUs: number, high: number, highUs: number];

interface HourParts {
  readonly id: number;
  readonly firstUs: number;
  readonly lastUs: number;
  readonly partHours: number;
}

/** Reads a series thinned: the smallest and the largest point of each of about `parts` parts, in order of time. */
export function createExtremesReader(db: Connection, bounds: PointBounds) {
  // With a lone min() or max(), SQLite takes the other columns from the row that holds it (documented).
  const extreme = (which: 'min' | 'max') =>
    prepared<PointRange, PointRow | [null]>(
      db,
      `SELECT at_us, ${which}(value), file, line, byte_start, byte_length FROM point WHERE ${inRange}`,
      'arrays',
    );
  const smallest = extreme('min');
  const largest = extreme('max');
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

  /** Null where the range holds no point. */
  function extremesIn(...range: PointRange): { readonly low: PointRow; readonly high: PointRow } | null {
    const low = smallest.get(...range);
    const high = largest.get(...range);
    return isPoint(low) && isPoint(high) ? { low, high } : null;
  }

  /** From the points themselves: where no row is kept of the hour, or only a part of it is asked for. */
  function extremesOfHour(id: number, hour: number, firstUs: number, lastUs: number): Extremes | null {
    const found = extremesIn(id, Math.max(hour * hourUs, firstUs), Math.min((hour + 1) * hourUs - 1, lastUs));
    if (found === null) return null;
    const [lowUs, low] = found.low;
    const [highUs, high] = found.high;
    return { low, lowUs, high, highUs };
  }

  /** Of parts that are hours or more, from the extremes of each hour. Parts begin at whole hours. */
  function byHours({ id, firstUs, lastUs, partHours }: HourParts): PointRow[] {
    const known = new Map<number, Extremes>();
    for (const [hour, low, lowUs, high, highUs] of hourRows.all(id, hourOf(firstUs), hourOf(lastUs))) {
      const isWhole = hour * hourUs >= firstUs && (hour + 1) * hourUs - 1 <= lastUs;
      if (isWhole) known.set(hour, { low, lowUs, high, highUs });
    }
    const parts = new Map<number, Extremes>();
    for (let hour = hourOf(firstUs); hour <= hourOf(lastUs); hour += 1) {
      const ofHour = known.get(hour) ?? extremesOfHour(id, hour, firstUs, lastUs);
      if (ofHour === null) continue;
      const part = Math.floor(hour / partHours);
      const ofPart = parts.get(part);
      if (ofPart === undefined) parts.set(part, { ...ofHour });
      else {
        widen(ofPart, ofHour.low, ofHour.lowUs);
        widen(ofPart, ofHour.high, ofHour.highUs);
      }
    }
    const times = new Set([...parts.values()].flatMap(({ lowUs, highUs }) => [lowUs, highUs]));
    return pointsAt.all(JSON.stringify([...times]), id);
  }

  function byPoints(id: number, firstUs: number, lastUs: number, parts: number): PointRow[] {
    const partUs = Math.floor((lastUs - firstUs) / parts) + 1;
    const rows: PointRow[] = [];
    for (let start = firstUs; start <= lastUs; start += partUs) {
      const found = extremesIn(id, start, start + partUs - 1);
      if (found === null) continue;
      const { low, high } = found;
      if (low[0] === high[0]) rows.push(low);
      else rows.push(...(low[0] < high[0] ? [low, high] : [high, low]));
    }
    return rows;
  }

  return (id: number, fromUs: number, toUs: number, parts: number): PointRow[] => {
    const firstUs = bounds.firstUs(id, fromUs, toUs);
    const lastUs = bounds.lastUs(id, fromUs, toUs);
    if (firstUs === null || lastUs === null) return [];
    const hours = (lastUs - firstUs) / hourUs;
    // Whole hours may take one part more than was asked for.
    const partHours = Math.ceil(hours / Math.max(1, parts - 2));
    const hoursPay =
      partHours >= 1 &&
      parts > 4 &&
      hours > parts &&
      bounds.holdsMoreThan(Math.ceil(hours) * pointsWorthAnHour, id, firstUs, lastUs);
    return hoursPay ? byHours({ id, firstUs, lastUs, partHours }) : byPoints(id, firstUs, lastUs, parts);
  };
}

const isPoint = (row: PointRow | [null] | undefined): row is PointRow => row !== undefined && row[0] !== null;
