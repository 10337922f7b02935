import type { Connection } from './connection.ts';
import { createHourExtremes, hourUs } from './hour-extremes.ts';
import { pause } from './pause.ts';
import { dropEmptySeries } from './renewal.ts';

interface RangeRow {
  readonly series: number;
  readonly from_us: number;
  readonly to_us: number;
}

/** Points that stand at their time since boot are neither old nor young. */
const hasWallClock = `(SELECT body ->> '$.timeBasis' FROM sample_series s WHERE s.id = series) <> 'monotonic'`;

/** Series per transaction: another writer waits no longer than milliseconds. */
const seriesAtOnce = 200;

/** Removes points before a time, and what is then left empty. */
export async function prune(db: Connection, beforeUs: number): Promise<{ points: number }> {
  const affected = db
    .prepare<[number], number>(`SELECT DISTINCT series FROM series_file WHERE from_us < ? AND ${hasWallClock}`)
    .pluck()
    .all(beforeUs) as number[];
  const dropPoints = db.prepare('DELETE FROM point WHERE series = ? AND at_us < ?');
  const dropRanges = db.prepare('DELETE FROM series_file WHERE series = ? AND to_us < ?');
  const cutRanges = db.prepare(
    `UPDATE series_file AS g SET from_us =
       coalesce((SELECT min(at_us) FROM point p WHERE p.series = g.series AND p.file = g.file), g.to_us)
     WHERE series = ? AND from_us < ?`,
  );
  const hours = createHourExtremes(db);
  const pruneSome = db.transaction((some: readonly number[]): number => {
    let points = 0;
    for (const series of some) {
      points += dropPoints.run(series, beforeUs).changes;
      hours.drop(series, Number.MIN_SAFE_INTEGER, beforeUs);
      dropRanges.run(series, beforeUs);
      cutRanges.run(series, beforeUs);
    }
    return points;
  });

  let points = 0;
  for (let start = 0; start < affected.length; start += seriesAtOnce) {
    points += pruneSome.immediate(affected.slice(start, start + seriesAtOnce));
    await pause();
  }
  db.transaction(() => dropEmptySeries(db)).immediate();
  return { points };
}

/** Parts of one series in one transaction. */
const partsAtOnce = 5000;

/** Keeps of every part of the time range each series' smallest and largest point, and its first and last. */
export async function thin(
  db: Connection,
  range: { readonly fromUs?: number; readonly beforeUs: number; readonly bucketUs: number },
): Promise<{ points: number }> {
  const { fromUs = Number.MIN_SAFE_INTEGER, beforeUs, bucketUs } = range;
  const affected = db
    .prepare<[number, number], RangeRow>(
      `SELECT series, min(from_us) AS from_us, max(to_us) AS to_us FROM series_file GROUP BY series
       HAVING max(to_us) >= ? AND min(from_us) < ? AND ${hasWallClock}`,
    )
    .all(fromUs, beforeUs);
  const dropBetween = db.prepare(
    `DELETE FROM point WHERE series = :series AND at_us >= :fromUs AND at_us < :beforeUs
     AND at_us NOT IN (:firstUs, :lastUs)
     AND at_us NOT IN (
       SELECT at_us FROM (
         SELECT at_us,
           row_number() OVER (PARTITION BY at_us / CAST(:bucketUs AS INTEGER) ORDER BY value, at_us) AS from_smallest,
           row_number() OVER (PARTITION BY at_us / CAST(:bucketUs AS INTEGER) ORDER BY value DESC, at_us) AS from_largest
         FROM point WHERE series = :series AND at_us >= :fromUs AND at_us < :beforeUs
       ) WHERE from_smallest = 1 OR from_largest = 1
     )`,
  );
  const edges = db.prepare<[{ series: number }], { firstUs: number; lastUs: number }>(
    `SELECT (SELECT min(at_us) FROM point WHERE series = :series) AS firstUs,
       (SELECT max(at_us) FROM point WHERE series = :series) AS lastUs`,
  );

  const hours = createHourExtremes(db);
  const dropSome = db.transaction((bound: { series: number; fromUs: number; beforeUs: number }): number => {
    const dropped = dropBetween.run({ ...bound, bucketUs }).changes;
    if (dropped === 0) return 0;
    for (let atUs = bound.fromUs; atUs < bound.beforeUs + hourUs; atUs += hourUs) hours.changed(bound.series, atUs);
    hours.flush();
    return dropped;
  });

  let points = 0;
  for (const { series } of affected) {
    const edge = edges.get({ series });
    if (!edge) continue;
    const step = bucketUs * partsAtOnce;
    const end = Math.min(beforeUs, edge.lastUs + 1);
    let start = Math.max(fromUs, edge.firstUs);
    while (start < end) {
      // Cut between two parts, never inside one.
      const stop = Math.min(end, (Math.floor(start / step) + 1) * step);
      points += dropSome.immediate({ series, fromUs: start, beforeUs: stop, ...edge });
      start = stop;
      await pause();
    }
  }
  return { points };
}
