import { createHash } from 'node:crypto';
import type { SampleSeries } from '../timeline.ts';
import type { Connection } from './connection.ts';

/** Gives each series a row. */
export interface SeriesTable {
  idOf(series: SampleSeries): number;
  reset(): void;
}

/** A busy host has some ten thousand series a day; what is no longer measured need not stay cached. */
const mostCached = 20_000;

export function createSeriesTable(db: Connection): SeriesTable {
  const find = db.prepare<[Buffer], number>('SELECT id FROM sample_series WHERE identity = ?').pluck();
  const insert = db.prepare('INSERT INTO sample_series (identity, body) VALUES (?, ?)');
  const ids = new Map<string, number>();
  /** A caller that describes a series by one and the same object saves the making of its text. */
  let byObject = new WeakMap<SampleSeries, number>();

  return {
    idOf(series) {
      const known = byObject.get(series);
      if (known !== undefined) return known;
      const key = JSON.stringify(series);
      let id = ids.get(key);
      if (id === undefined) {
        const identity = identityOf(series);
        id = (find.get(identity) as number | undefined) ?? Number(insert.run(identity, key).lastInsertRowid);
        if (ids.size >= mostCached) ids.clear();
        ids.set(key, id);
      }
      byObject.set(series, id);
      return id;
    },
    reset() {
      ids.clear();
      byObject = new WeakMap();
    },
  };
}

/** A fact that names its host is the same in every copy of the file; without one, the folder stands for the host. */
function identityOf(series: SampleSeries): Buffer {
  const { directory, ...named } = series;
  const counted = Object.entries(series.host === null ? { ...named, directory } : named);
  counted.sort(([a], [b]) => (a < b ? -1 : 1));
  return createHash('sha256').update(JSON.stringify(counted)).digest().subarray(0, 16);
}
