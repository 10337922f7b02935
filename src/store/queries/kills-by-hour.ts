import type { SavedQuery } from './saved-query.ts';

export const killsByHour: SavedQuery = {
  name: 'kills-by-hour',
  description: 'Killed processes by hour (UTC); kills without a wall clock come first, with no hour',
  sql: `
SELECT substr(time, 1, 13) || ':00Z' AS hour, count(*) AS kills, count(DISTINCT coalesce(host, directory)) AS hosts,
  count(DISTINCT comm) AS names
FROM victim
GROUP BY hour
ORDER BY hour`,
};
