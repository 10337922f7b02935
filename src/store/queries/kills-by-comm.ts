import type { SavedQuery } from './saved-query.ts';

export const killsByComm: SavedQuery = {
  name: 'kills-by-comm',
  description: 'Killed processes by name: how often, on how many hosts, how big, first and last',
  sql: `
SELECT comm, count(*) AS kills, count(DISTINCT coalesce(host, directory)) AS hosts, max(rss_bytes) AS largest_rss_bytes,
  min(time) AS first_time, max(time) AS last_time
FROM victim
GROUP BY comm
ORDER BY kills DESC, comm`,
};
