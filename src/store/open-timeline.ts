import { parserVersion } from '../../parsers/model/parser-version.ts';
import type { Timeline, TimelineOptions } from './timeline.ts';

/** Opens a timeline. Throws `StoreError` with a sentence where that is not possible. */
export async function openTimeline(options: TimelineOptions): Promise<Timeline> {
  const { openSqliteTimeline } = await import('./sqlite/sqlite-timeline.ts');
  return openSqliteTimeline({ durability: 'process', busyTimeoutMs: 5000, cacheKiB: null, parserVersion, ...options });
}
