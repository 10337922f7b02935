import type { SavedQuery } from './saved-query.ts';

/**
 * The week ends with the newest sample, not with today: timelines of other machines and of old logs answer too. A process that
 * several programs measured is one row, the one that saw most of its growth.
 */
export const processGrowth: SavedQuery = {
  name: 'process-growth',
  description: 'The twenty processes whose resident memory grew most in the last week of samples',
  sql: `
WITH week AS (
  SELECT max(last_us) - 7 * 86400 * 1000000 AS from_us FROM series WHERE scope = 'process' AND metric = 'rssBytes'
),
process AS (
  SELECT s.series, s.host, s.directory, s.comm, s.pid, max(s.first_us, week.from_us) AS from_us, s.last_us, s.last_time
  FROM series s, week
  WHERE s.scope = 'process' AND s.metric = 'rssBytes' AND s.last_us >= week.from_us
),
grown AS (
  SELECT p.*,
    (SELECT value FROM sample WHERE series = p.series AND at_us >= p.from_us ORDER BY at_us LIMIT 1) AS first_rss_bytes,
    (SELECT time FROM sample WHERE series = p.series AND at_us >= p.from_us ORDER BY at_us LIMIT 1) AS first_time,
    (SELECT value FROM sample WHERE series = p.series AND at_us = p.last_us) AS last_rss_bytes
  FROM process p
)
SELECT coalesce(host, 'in ' || directory) AS host, comm, pid, max(last_rss_bytes - first_rss_bytes) AS grown_bytes,
  first_rss_bytes, last_rss_bytes, first_time, last_time
FROM grown
WHERE last_rss_bytes > first_rss_bytes
GROUP BY coalesce(host, 'in ' || directory), comm, pid
ORDER BY grown_bytes DESC, host, comm
LIMIT 20`,
};
