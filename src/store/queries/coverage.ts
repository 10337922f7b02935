import type { SavedQuery } from './saved-query.ts';

export const coverage: SavedQuery = {
  name: 'coverage',
  description: 'Files that were read: what they are, the time they cover, what was found and what was left',
  sql: `
SELECT path, format, first_time, last_time, lines, bytes, records, samples, skipped, skipped_reasons
FROM source
ORDER BY path`,
};
