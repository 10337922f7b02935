import type { TimelineView } from './view.ts';

/** One row per incident, as the diagnosis last judged it; `rank` 1 is the worst. */
export const incident: TimelineView = {
  name: 'incident',
  sql: `
SELECT
  i.rank,
  i.id,
  i.body ->> '$.start' AS start_time,
  i.body ->> '$.end' AS end_time,
  i.start_us,
  i.end_us,
  i.body ->> '$.host' AS host,
  i.body ->> '$.bootId' AS boot_id,
  i.body ->> '$.scope' AS scope,
  i.body ->> '$.title' AS title,
  i.body ->> '$.ranOut' AS ran_out,
  i.body ->> '$.kills' AS kills,
  i.body ->> '$.victims[0].comm' AS victim_comm,
  i.body ->> '$.victims[0].pid' AS victim_pid,
  i.body ->> '$.verdict.cause' AS cause,
  i.body ->> '$.verdict.confidence' AS confidence,
  i.body ->> '$.verdict.words' AS words,
  i.body ->> '$.verdict.who.kind' AS culprit_kind,
  i.body ->> '$.verdict.who.comm' AS culprit_comm,
  i.body ->> '$.verdict.who.pid' AS culprit_pid,
  i.body ->> '$.verdict.who.cgroup' AS culprit_cgroup,
  i.body ->> '$.verdict.who.bytes' AS culprit_bytes,
  i.body ->> '$.verdict.victimIsCulprit' AS victim_is_culprit,
  i.body ->> '$.kinds' AS kinds,
  i.body ->> '$.records' AS records,
  i.body
FROM judged_incident i`,
};
