import type { KernelRecord } from '../../../parsers/model/record.ts';
import type { RecordFilter, Sighting, TimelineRecord } from '../timeline.ts';
import type { Connection } from './connection.ts';
import { type Conditions, conditions, oneOf } from './filter.ts';
import { pause } from './pause.ts';
import { prepared } from './prepared.ts';

interface RecordRow {
  readonly seq: number;
  readonly directory: string;
  readonly same_as: string | null;
  readonly parser_version: number;
  readonly host_key: string;
  readonly boot_key: string;
  readonly order_us: number;
  readonly path: string;
  readonly byte_start: number;
  readonly body: string;
}

interface SightingRow {
  readonly path: string;
  readonly directory: string;
  readonly line: number;
  readonly lines: number;
  readonly byte_start: number;
  readonly byte_end: number;
  readonly current: number;
}

type SortColumn = 'host_key' | 'boot_key' | 'order_us' | 'path' | 'byte_start' | 'seq';

/** Each is the whole key of an index, so that a page begins where the last one ended without sorting. */
const orders: Readonly<Record<'boot' | 'time', readonly SortColumn[]>> = {
  boot: ['host_key', 'boot_key', 'order_us', 'path', 'byte_start', 'seq'],
  time: ['host_key', 'order_us', 'path', 'byte_start', 'seq'],
};

/** An OOM report of a host with thousands of tasks is half a megabyte. */
const pageRecords = 32;

/**
 * Records in order, a page at a time. No statement stays open between pages, so a slow reader keeps neither the writer
 * waiting nor the write-ahead log from being folded into the file.
 */
export async function* readRecords(db: Connection, filter: RecordFilter): AsyncGenerator<TimelineRecord> {
  const wanted = recordConditions(filter);
  const columns = orders[filter.order ?? 'boot'];
  const key = columns.join(', ');
  const page = (after: string): string =>
    `SELECT seq, directory, parser_version, host_key, boot_key, order_us, path, byte_start, body,
       (SELECT i.id FROM same_event e JOIN kernel_record i ON i.seq = e.into_record WHERE e.record = r.seq) AS same_as
     FROM kernel_record r WHERE ${wanted.sql} ${after} ORDER BY ${key} LIMIT ${pageRecords}`;
  const first = prepared<(string | number)[], RecordRow>(db, page(''));
  const next = () =>
    prepared<(string | number)[], RecordRow>(db, page(`AND (${key}) > (${columns.map(() => '?').join(', ')})`));
  const sightings = prepared<[number], SightingRow>(
    db,
    `SELECT f.path, f.directory, s.line, s.lines, s.byte_start, s.byte_end,
       f.id = (SELECT max(n.id) FROM file n WHERE n.path = f.path) AS current
     FROM sighting s JOIN file f ON f.id = s.file WHERE s.record = ? ORDER BY s.file, s.byte_start`,
  );

  let rows = first.all(...wanted.values);
  while (rows.length > 0) {
    for (const row of rows) yield toRecord(row, sightings.all(row.seq));
    const last = rows[rows.length - 1];
    if (!last || rows.length < pageRecords) return;
    await pause();
    rows = next().all(...wanted.values, ...columns.map((column) => last[column]));
  }
}

function recordConditions({ ids, kinds, host, fromUs, toUs, distinct }: RecordFilter): Conditions {
  return conditions([
    oneOf('id', ids),
    oneOf('kind', kinds),
    host !== undefined && ['host_key = ?', host ?? ''],
    fromUs !== undefined && ['(at_us IS NULL OR at_us >= ?)', fromUs],
    toUs !== undefined && ['(at_us IS NULL OR at_us <= ?)', toUs],
    distinct === true && ['seq NOT IN (SELECT record FROM same_event)'],
  ]);
}

function toRecord(row: RecordRow, sightings: readonly SightingRow[]): TimelineRecord {
  return {
    record: JSON.parse(row.body) as KernelRecord,
    directory: row.directory,
    seenIn: sightings.map(toSighting),
    sameAs: row.same_as,
    parserVersion: row.parser_version,
  };
}

function toSighting(row: SightingRow): Sighting {
  return {
    path: row.path,
    line: row.line,
    byteStart: row.byte_start,
    byteEnd: row.byte_end,
    lines: row.lines,
    directory: row.directory,
    current: row.current === 1,
  };
}
