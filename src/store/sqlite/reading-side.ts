import type { Timeline } from '../timeline.ts';
import type { Connection } from './connection.ts';
import { explained, explainedStream } from './errors.ts';
import { knownFiles, storedCoverage } from './files.ts';
import { storedBoots, storedHosts } from './hosts.ts';
import { readIncidents } from './incidents.ts';
import { readRecords } from './read-records.ts';
import { readSamples, readSeries } from './read-samples.ts';
import { queryFile, queryTemporary } from './user-query.ts';

/** What can be asked of a timeline without writing. */
export type ReadingSide = Pick<
  Timeline,
  | 'checkpoint'
  | 'records'
  | 'samples'
  | 'series'
  | 'coverage'
  | 'sources'
  | 'hosts'
  | 'boots'
  | 'incidents'
  | 'parserVersions'
  | 'query'
  | 'close'
>;

/** Reads through `connection`, which is asked for with every read. SQL of users gets connections of its own, closed with the side. */
export function readingSide(file: string | null, busyTimeoutMs: number, connection: () => Connection): ReadingSide {
  const queries = new Set<Connection>();
  const read = async <Result>(run: (db: Connection) => Result): Promise<Result> =>
    explained(file, () => run(connection()));
  const stream = <Item>(run: (db: Connection) => AsyncIterable<Item>): AsyncIterable<Item> =>
    explainedStream(file, () => run(connection()));

  return {
    checkpoint: (source) =>
      read((db) => {
        const position = db.prepare('SELECT position FROM position WHERE source = ?').pluck().get(source);
        return typeof position === 'string' ? (JSON.parse(position) as unknown) : null;
      }),
    records: (filter = {}) => stream((db) => readRecords(db, filter)),
    samples: (filter = {}) => stream((db) => readSamples(db, filter)),
    series: (filter = {}) => stream((db) => readSeries(db, filter)),
    incidents: () => stream(readIncidents),
    coverage: () => read(storedCoverage),
    sources: () => read(knownFiles),
    hosts: () => read(storedHosts),
    boots: () => read(storedBoots),
    parserVersions: () =>
      read((db) =>
        db
          .prepare<[], { parserVersion: number; records: number }>(
            'SELECT parser_version AS parserVersion, count(*) AS records FROM kernel_record GROUP BY 1 ORDER BY 1',
          )
          .all(),
      ),
    async query(sql, { limit = Number.POSITIVE_INFINITY } = {}) {
      if (file === null) return queryTemporary(connection(), sql, limit);
      return explained(file, () => queryFile(file, busyTimeoutMs, sql, limit, queries));
    },
    async close() {
      for (const db of queries) db.close();
      queries.clear();
    },
  };
}
