import type { SavedQuery } from './saved-query.ts';

export const largestVictims: SavedQuery = {
  name: 'largest-victims',
  description: 'The twenty biggest killed processes, with the address of the report',
  sql: `
SELECT time, host, comm, pid, rss_bytes, anon_rss_bytes, file_rss_bytes, shmem_rss_bytes, oom_score_adj, limit_cgroup,
  path, line
FROM victim
WHERE rss_bytes IS NOT NULL
ORDER BY rss_bytes DESC
LIMIT 20`,
};
