import type { SavedQuery } from './saved-query.ts';

export const samplesByMetric: SavedQuery = {
  name: 'samples-by-metric',
  description: 'What was measured: series by host, scope and metric, and the time they cover',
  sql: `
SELECT coalesce(host, 'in ' || directory) AS host, scope, metric, count(*) AS series, group_concat(DISTINCT format) AS formats,
  min(first_time) AS first_time, max(last_time) AS last_time
FROM series
GROUP BY coalesce(host, 'in ' || directory), scope, metric
ORDER BY 1, 2, 3`,
};
