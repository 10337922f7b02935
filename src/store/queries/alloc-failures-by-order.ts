import type { SavedQuery } from './saved-query.ts';

export const allocFailuresByOrder: SavedQuery = {
  name: 'alloc-failures-by-order',
  description: 'Failed allocations by kind, order and gfp mask (reports: the kernel prints one in ten seconds)',
  sql: `
SELECT variant, alloc_order, gfp_mask, count(*) AS reports, count(DISTINCT coalesce(host, directory)) AS hosts,
  count(DISTINCT comm) AS names, min(time) AS first_time, max(time) AS last_time
FROM record
WHERE kind = 'alloc-failure'
GROUP BY variant, alloc_order, gfp_mask
ORDER BY reports DESC, alloc_order DESC`,
};
