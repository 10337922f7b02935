import type { SavedQuery } from './saved-query.ts';

export const killsByHost: SavedQuery = {
  name: 'kills-by-host',
  description: 'Killed processes by host, by the kernel and by killers in user space',
  sql: `
SELECT coalesce(host, 'in ' || directory) AS host, count(*) AS kills, sum(killer = 'kernel') AS by_kernel, sum(killer <> 'kernel') AS by_user_space,
  count(DISTINCT boot_id) AS boots, min(time) AS first_time, max(time) AS last_time
FROM victim
GROUP BY coalesce(host, 'in ' || directory)
ORDER BY kills DESC, host`,
};
