import { rfc3339Of, wallClockOf } from '../sql-time.ts';
import type { TimelineView } from './view.ts';

/** One row per thing measured: what `sample` holds, without the values. */
export const series: TimelineView = {
  name: 'series',
  sql: `
SELECT
  s.id AS series,
  s.host,
  s.scope,
  s.comm,
  s.pid,
  s.body ->> '$.startedAt' AS started_at,
  s.cgroup,
  s.zone,
  s.metric,
  s.body ->> '$.format' AS format,
  s.body ->> '$.timeBasis' AS time_basis,
  s.body ->> '$.quantumBytes' AS quantum_bytes,
  s.directory,
  ${rfc3339Of(wallClockOf('min(g.from_us)'))} AS first_time,
  ${rfc3339Of(wallClockOf('max(g.to_us)'))} AS last_time,
  min(g.from_us) AS first_us,
  max(g.to_us) AS last_us
FROM sample_series s
JOIN series_file g ON g.series = s.id
GROUP BY s.id`,
};
