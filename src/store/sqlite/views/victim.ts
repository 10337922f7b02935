import type { TimelineView } from './view.ts';

/** One row per killed process. `rss_bytes` is the sum of the parts that the kill line prints. */
export const victim: TimelineView = {
  name: 'victim',
  sql: `
SELECT
  r.body ->> '$.time' AS time,
  r.at_us,
  r.host,
  r.boot_id,
  coalesce(r.killer, 'kernel') AS killer,
  v.value ->> '$.comm' AS comm,
  v.value ->> '$.pid' AS pid,
  v.value ->> '$.uid' AS uid,
  coalesce(
    v.value ->> '$.rssBytes',
    (v.value ->> '$.anonRssBytes') + (v.value ->> '$.fileRssBytes') + coalesce(v.value ->> '$.shmemRssBytes', 0)
  ) AS rss_bytes,
  v.value ->> '$.anonRssBytes' AS anon_rss_bytes,
  v.value ->> '$.fileRssBytes' AS file_rss_bytes,
  v.value ->> '$.shmemRssBytes' AS shmem_rss_bytes,
  v.value ->> '$.pgtablesBytes' AS pgtables_bytes,
  v.value ->> '$.totalVmBytes' AS total_vm_bytes,
  v.value ->> '$.oomScoreAdj' AS oom_score_adj,
  coalesce(v.value ->> '$.score', v.value ->> '$.oomScore') AS score,
  v.value ->> '$.cause' AS cause,
  v.value ->> '$.basis' AS basis,
  coalesce(v.value ->> '$.cgroup', r.cgroup) AS cgroup,
  r.limit_cgroup,
  v.value ->> '$.pod' AS pod,
  v.value ->> '$.container' AS container,
  r.oom_constraint,
  r.trigger_comm,
  r.trigger_pid,
  r.id AS record_id,
  r.directory,
  r.path,
  r.line
FROM kernel_record r, json_each(r.victims) v
WHERE r.seq NOT IN (SELECT record FROM same_event)`,
};
