import type { TimelineBoot, TimelineHost } from '../timeline.ts';
import type { Connection } from './connection.ts';
import { wallClockOf } from './sql-time.ts';

interface HostRow {
  readonly host: string | null;
  readonly records: number;
  readonly series: number;
  readonly from_us: number | null;
  readonly to_us: number | null;
}

export function storedHosts(db: Connection): TimelineHost[] {
  return db
    .prepare<[], HostRow>(
      `SELECT host, sum(records) AS records, sum(series) AS series, min(from_us) AS from_us, max(to_us) AS to_us FROM (
         SELECT host, count(*) AS records, 0 AS series, min(at_us) AS from_us, max(at_us) AS to_us
         FROM kernel_record WHERE seq NOT IN (SELECT record FROM same_event) GROUP BY host
         UNION ALL
         SELECT s.host, 0, count(DISTINCT s.id), min(${wallClockOf('g.from_us')}), max(${wallClockOf('g.to_us')})
         FROM sample_series s JOIN series_file g ON g.series = s.id GROUP BY s.host
       ) GROUP BY host ORDER BY host`,
    )
    .all()
    .map(({ host, records, series, from_us, to_us }) => ({ host, records, series, fromUs: from_us, toUs: to_us }));
}

interface BootRow {
  readonly host: string | null;
  readonly boot_id: string | null;
  readonly directory: string;
  readonly boot_index: number;
  readonly records: number;
  readonly from_us: number | null;
  readonly to_us: number | null;
}

export function storedBoots(db: Connection): TimelineBoot[] {
  return db
    .prepare<[], BootRow>(
      `SELECT host, boot_id, directory, boot_index, count(*) AS records, min(at_us) AS from_us, max(at_us) AS to_us
       FROM kernel_record WHERE seq NOT IN (SELECT record FROM same_event) GROUP BY host_key, boot_key ORDER BY host_key, min(order_us), boot_key`,
    )
    .all()
    .map((row) => ({
      host: row.host,
      bootId: row.boot_id,
      directory: row.boot_id === null ? row.directory : null,
      bootIndex: row.boot_id === null ? row.boot_index : null,
      records: row.records,
      fromUs: row.from_us,
      toUs: row.to_us,
    }));
}
