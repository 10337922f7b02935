import { rfc3339Of } from '../sql-time.ts';
import type { TimelineView } from './view.ts';

/** One row per file that was read: what it is, what it covers, what was found and what was left. */
export const source: TimelineView = {
  name: 'source',
  sql: `
SELECT
  f.path,
  f.directory,
  f.coverage ->> '$.format' AS format,
  f.coverage ->> '$.lines' AS lines,
  f.coverage ->> '$.bytes' AS bytes,
  ${rfc3339Of("f.coverage ->> '$.fromUs'")} AS first_time,
  ${rfc3339Of("f.coverage ->> '$.toUs'")} AS last_time,
  f.coverage ->> '$.fromUs' AS first_us,
  f.coverage ->> '$.toUs' AS last_us,
  f.coverage ->> '$.records' AS records,
  f.coverage ->> '$.samples' AS samples,
  f.coverage ->> '$.hosts' AS hosts,
  (SELECT coalesce(sum(k.value ->> '$.count'), 0) FROM json_each(f.coverage, '$.skipped') k) AS skipped,
  f.coverage ->> '$.skipped' AS skipped_reasons,
  f.size_bytes,
  ${rfc3339Of('f.mtime_us')} AS modified_time,
  f.parser_version
FROM file f
WHERE f.coverage IS NOT NULL
  AND f.id = (SELECT max(n.id) FROM file n WHERE n.path = f.path AND n.coverage IS NOT NULL)`,
};
