import type { SampleFilter, SamplePiece, SampleSeries, SeriesRange, SourcedPoint } from '../timeline.ts';
import type { Connection } from './connection.ts';
import { conditions, is, oneOf } from './filter.ts';
import { pause } from './pause.ts';
import type { PointRow } from './point-rows.ts';
import { prepared } from './prepared.ts';
import { createWindow, piecePoints } from './series-window.ts';

interface SeriesRow {
  readonly body: string;
  readonly from_us: number;
  readonly to_us: number;
}

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
