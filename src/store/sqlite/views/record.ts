import type { TimelineView } from './view.ts';

/** One row per record; records of one event that several transports tell are one row. */
export const record: TimelineView = {
  name: 'record',
  sql: `
SELECT
  r.id,
  r.body ->> '$.time' AS time,
  r.at_us,
  r.body ->> '$.timeBasis' AS time_basis,
  r.body ->> '$.monotonicSeconds' AS monotonic_seconds,
  r.host,
  r.boot_id,
  r.boot_index,
  r.kind,
  r.variant,
  r.comm,
  r.pid,
  r.trigger_comm,
  r.trigger_pid,
  r.cgroup,
  r.limit_cgroup,
  r.unit,
  r.oom_constraint,
  r.alloc_order,
  r.gfp_mask,
  r.outcome,
  json_array_length(r.victims) AS victims,
  r.body ->> '$.blockedSeconds' AS blocked_seconds,
  r.complete,
  r.body ->> '$.problems' AS problems,
  r.body ->> '$.provenance' AS provenance,
  r.body ->> '$.kernelRelease' AS kernel_release,
  r.path,
  r.line,
  r.byte_start,
  r.body ->> '$.source.byteEnd' AS byte_end,
  r.body ->> '$.source.lines' AS lines,
  r.directory,
  (
    SELECT count(DISTINCT f.path)
    FROM sighting s JOIN file f ON f.id = s.file
    WHERE s.record = r.seq OR s.record IN (SELECT e.record FROM same_event e WHERE e.into_record = r.seq)
  ) AS seen_in,
  r.parser_version,
  r.body
FROM kernel_record r
WHERE r.seq NOT IN (SELECT record FROM same_event)`,
};
