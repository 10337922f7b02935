import type { SavedQuery } from './saved-query.ts';

/**
 * Frames lose their offset (`io_schedule+0x46/0x80` is `io_schedule`), guesses of the unwinder (`? name`) and the
 * scheduler's own frames, which all sleepers share.
 */
export const hungByStack: SavedQuery = {
  name: 'hung-by-stack',
  description: 'Hung tasks by where they wait: the first five functions of the call trace',
  sql: `
WITH frame AS (
  SELECT r.id, f.key, substr(f.value, 1, instr(f.value || '+', '+') - 1) AS name
  FROM record r, json_each(r.body, '$.callTrace') f
  WHERE r.kind = 'hung-task'
),
waiting AS (
  SELECT id, key, name, row_number() OVER (PARTITION BY id ORDER BY key) AS depth
  FROM frame
  WHERE name NOT LIKE '?%' AND trim(name) NOT IN ('__schedule', 'schedule', 'schedule_timeout', 'schedule_preempt_disabled')
),
stack AS (
  SELECT id, group_concat(trim(name), ' < ' ORDER BY depth) AS functions FROM waiting WHERE depth <= 5 GROUP BY id
)
SELECT s.functions AS stack, count(*) AS reports, count(DISTINCT r.comm) AS names, min(r.comm) AS a_name,
  max(r.blocked_seconds) AS longest_seconds, min(r.time) AS first_time, max(r.time) AS last_time
FROM record r LEFT JOIN stack s ON s.id = r.id
WHERE r.kind = 'hung-task'
GROUP BY s.functions
ORDER BY reports DESC, stack`,
};
