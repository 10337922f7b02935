import type { MergedEvent } from '../merge/event.ts';
import { timeOf } from './draft.ts';

/** A burst of failures that is over within this time has passed by itself. */
const burstSeconds = 60;

/**
 * Why failed allocations did no harm, as far as the log shows: nothing else belongs to the incident, and either every
 * caller had told the kernel to give up early, or they were single pages for callers that cannot wait, in one burst. Null
 * where that does not hold.
 */
export function harmlessNote(events: readonly MergedEvent[]): string | null {
  const failures = events.flatMap(({ gist }) =>
    gist.kind === 'alloc-failure' && gist.variant === 'page' ? [gist] : [],
  );
  const [first] = failures;
  if (first === undefined || failures.length < events.length) return null;
  if (failures.every(({ order, caller }) => (order ?? 0) > 0 && caller === 'falls-back')) {
    return 'most likely harmless: the flags of the request tell the kernel to give up early, since the caller can do with smaller blocks, and nothing else failed';
  }
  if (!failures.every(({ order, caller }) => order === 0 && caller === 'cannot-wait')) return null;
  const seconds = lasted(events);
  if (seconds === null || seconds > burstSeconds) return null;
  const when =
    failures.length === 1
      ? 'it was one request'
      : `the ${failures.length} requests fell within ${Math.max(1, Math.ceil(seconds))} s`;
  return `probably harmless: ${when} for a single page that could not wait (a packet is dropped, or it is tried again), and nothing else failed`;
}

/** Seconds from the first to the last; null where nothing tells that time. */
function lasted(events: readonly MergedEvent[]): number | null {
  if (events.length === 1) return 0;
  const times = events.map(timeOf);
  const known = times.flatMap((us) => us ?? []);
  return known.length < times.length ? null : (Math.max(...known) - Math.min(...known)) / 1e6;
}
