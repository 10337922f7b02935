import type { SavedQuery } from './saved-query.ts';

export const killsByCgroup: SavedQuery = {
  name: 'kills-by-cgroup',
  description: 'Killed processes by control group, with the group whose limit ran out (null: the host itself)',
  sql: `
SELECT coalesce(host, 'in ' || directory) AS host, cgroup, limit_cgroup, count(*) AS kills, count(DISTINCT comm) AS names,
  min(time) AS first_time, max(time) AS last_time
FROM victim
GROUP BY coalesce(host, 'in ' || directory), cgroup, limit_cgroup
ORDER BY kills DESC, host, cgroup`,
};
