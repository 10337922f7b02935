import type { QueryResult, Timeline } from '../timeline.ts';

/**
 * Runs SQL of a user over a timeline: one statement that reads. Anything that would write, open another file or change a
 * setting is refused, and SQL that is wrong is told in SQLite's words; both are `StoreError`s with exit status 2.
 *
 * `limit` cuts the rows off (`truncated()` then says so); without it all rows stream.
 */
export function runQuery(
  timeline: Timeline,
  sql: string,
  options: { readonly limit?: number } = {},
): Promise<QueryResult> {
  return timeline.query(sql, options);
}
