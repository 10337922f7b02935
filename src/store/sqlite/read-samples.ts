import type { SampleFilter, SamplePiece, SampleSeries, SeriesRange, SourcedPoint } from '../timeline.ts';
import type { Connection } from './connection.ts';
import { conditions, is, oneOf } from './filter.ts';
import { pause } from './pause.ts';
import { prepared } from './prepared.ts';

interface SeriesRow {
  readonly body: string;
  readonly from_us: number;
  readonly to_us: number;
}

type PointRow = [atUs: number, value: number, file: number, line: number, byteStart: number, byteLength: number];

const piecePoints = 4096;
const pointColumns = 'at_us, value, file, line, byte_start, byte_length';

const pageSeries = 256;

/** Series in order of host, scope, what is measured, and metric, with the range of their points. */
export async function* readSeries(db: Connection, filter: SampleFilter): AsyncGenerator<SeriesRange> {
  const page = prepared<[string], SeriesRow>(
    db,
    `SELECT s.body, min(g.from_us) AS from_us, max(g.to_us) AS to_us
     FROM json_each(?) wanted JOIN sample_series s ON s.id = wanted.value JOIN series_file g ON g.series = s.id
     GROUP BY wanted.key ORDER BY wanted.key`,
  );
  const ids = matchingSeries(db, filter);
  for (let start = 0; start < ids.length; start += pageSeries) {
    const rows = page.all(JSON.stringify(ids.slice(start, start + pageSeries)));
    for (const row of rows) {
      yield { series: JSON.parse(row.body) as SampleSeries, fromUs: row.from_us, toUs: row.to_us };
    }
    await pause();
  }
}

export async function* readSamples(db: Connection, filter: SampleFilter): AsyncGenerator<SamplePiece> {
  const fromUs = filter.fromUs ?? Number.MIN_SAFE_INTEGER;
  const toUs = filter.toUs ?? Number.MAX_SAFE_INTEGER;
  const describe = prepared<[number], string>(db, 'SELECT body FROM sample_series WHERE id = ?', 'values');
  const toPoint = createAddresser(db);
  const window = createWindow(db);

  for (const [index, id] of matchingSeries(db, filter).entries()) {
    if (index % pageSeries === pageSeries - 1) await pause();
    const body = describe.get(id);
    if (body === undefined) continue;
    const series = JSON.parse(body) as SampleSeries;
    const { maxPoints } = filter;
    if (maxPoints !== undefined && window.holdsMoreThan(maxPoints, id, fromUs, toUs)) {
      const rows = window.extremes(id, fromUs, toUs, Math.max(1, Math.floor(maxPoints / 2)));
      yield { series, points: rows.map(toPoint) };
      await pause();
      continue;
    }
    if (filter.everyUs !== undefined) {
      const rows = window.every(id, fromUs, toUs, filter.everyUs);
      if (rows.length > 0) yield { series, points: rows.map(toPoint) };
      continue;
    }
    let after = fromUs;
    while (true) {
      const rows = window.page(id, after, toUs);
      if (rows.length > 0) yield { series, points: rows.map(toPoint) };
      const last = rows[rows.length - 1];
      if (!last || rows.length < piecePoints) break;
      after = last[0] + 1;
      await pause();
    }
  }
}

function matchingSeries(db: Connection, filter: SampleFilter): number[] {
  const { host, directory, scopes, metrics, pid, comm, cgroup, fromUs, toUs } = filter;
  const wanted = conditions([
    is('s.host', host),
    is('s.directory', directory),
    oneOf('s.scope', scopes),
    oneOf('s.metric', metrics),
    is('s.pid', pid),
    is('s.comm', comm),
    is('s.cgroup', cgroup),
    // Ranges first: of a year of short-lived processes few are near, and only their names are looked at.
    [
      's.id IN (SELECT series FROM series_file WHERE to_us >= ? AND from_us <= ?)',
      fromUs ?? Number.MIN_SAFE_INTEGER,
      toUs ?? Number.MAX_SAFE_INTEGER,
    ],
  ]);
  return prepared<(string | number)[], number>(
    db,
    `SELECT s.id FROM sample_series s WHERE ${wanted.sql}
     ORDER BY s.host, s.directory, s.scope, s.cgroup, s.zone, s.comm, s.pid, s.metric, s.id`,
    'values',
  ).all(...wanted.values);
}

/** A step into the index costs as much as reading so many points in a row. */
const pointsWorthAHop = 2;

/** Where the span after that of a point begins; spans are counted from the epoch. */
function nextSpan(atUs: number, everyUs: number): number {
  return (Math.floor(atUs / everyUs) + 1) * everyUs;
}

/** Reads of one series between two times. */
function createWindow(db: Connection) {
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

/** Puts the path of its file to a point. */
function createAddresser(db: Connection): (row: PointRow) => SourcedPoint {
  const pathOf = prepared<[number], string>(db, 'SELECT path FROM file WHERE id = ?', 'values');
  const paths = new Map<number, string>();
  return ([atUs, value, file, line, byteStart, byteLength]) => {
    let path = paths.get(file);
    if (path === undefined) {
      path = String(pathOf.get(file) ?? '');
      paths.set(file, path);
    }
    return { atUs, value, source: { path, line, byteStart, byteEnd: byteStart + byteLength } };
  };
}
