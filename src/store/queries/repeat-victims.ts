import type { SavedQuery } from './saved-query.ts';

export const repeatVictims: SavedQuery = {
  name: 'repeat-victims',
  description: 'What is killed again and again: same host, name and control group, with the seconds between two kills',
  sql: `
SELECT coalesce(host, 'in ' || directory) AS host, comm, cgroup, count(*) AS kills, count(DISTINCT pid) AS pids,
  min(time) AS first_time, max(time) AS last_time,
  CAST(round((max(at_us) - min(at_us)) / 1e6 / (count(at_us) - 1)) AS INTEGER) AS mean_gap_seconds
FROM victim
GROUP BY coalesce(host, 'in ' || directory), comm, cgroup
HAVING count(*) > 1
ORDER BY kills DESC, host, comm`,
};
