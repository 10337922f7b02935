import { rfc3339Of, wallClockOf } from '../sql-time.ts';
import type { TimelineView } from './view.ts';

/** One row per measured value. Narrow it by metric and by `at_us`: these use the indices. */
export const sample: TimelineView = {
  name: 'sample',
  sql: `
SELECT
  ${rfc3339Of(wallClockOf('p.at_us'))} AS time,
  p.at_us,
  s.host,
  s.scope,
  s.comm,
  s.pid,
  s.cgroup,
  s.zone,
  s.metric,
  iif(p.value = CAST(p.value AS INTEGER), CAST(p.value AS INTEGER), p.value) AS value,
  s.id AS series,
  s.body ->> '$.format' AS format,
  s.body ->> '$.timeBasis' AS time_basis,
  s.body ->> '$.quantumBytes' AS quantum_bytes,
  s.directory,
  f.path,
  p.line,
  p.byte_start,
  p.byte_start + p.byte_length AS byte_end
FROM sample_series s
JOIN point p ON p.series = s.id
JOIN file f ON f.id = p.file`,
};
