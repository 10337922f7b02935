import type { MergedEvent } from '../merge/event.ts';
import { timeOf } from './draft.ts';

/** A burst of failures that is over within this time has passed by itself. */
const burstSeconds = 60;

/**
 * Why failed allocations did no harm, as far as the log shows: nothing else belongs to the incident, and either every
 * caller had told the kernel to give up early, or they were single pages for callers that cannot wait, in one burst.
 */
export interface Harmless {
  add(event: MergedEvent): void;
  /** Null where that does not hold. */
  note(): string | null;
}

export function createHarmless(): Harmless {
  let count = 0;
  const every = { page: true, fallsBack: true, cannotWait: true, timed: true };
  let [firstUs, lastUs] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  /** From the first to the last; null where nothing tells that time. */
  const seconds = (): number | null => (count === 1 ? 0 : every.timed ? (lastUs - firstUs) / 1e6 : null);
  return {
    add(event) {
      const { gist } = event;
      count += 1;
      const failure = gist.kind === 'alloc-failure' && gist.variant === 'page' ? gist : null;
      every.page &&= failure !== null;
      every.fallsBack &&= failure !== null && (failure.order ?? 0) > 0 && failure.caller === 'falls-back';
      every.cannotWait &&= failure !== null && failure.order === 0 && failure.caller === 'cannot-wait';
      const us = timeOf(event);
      every.timed &&= us !== null;
      firstUs = Math.min(firstUs, us ?? firstUs);
      lastUs = Math.max(lastUs, us ?? lastUs);
    },
    note() {
      if (count === 0 || !every.page) return null;
      if (every.fallsBack) {
        return 'most likely harmless: the flags of the request tell the kernel to give up early, since the caller can do with smaller blocks, and nothing else failed';
      }
      const lasted = seconds();
      if (!every.cannotWait || lasted === null || lasted > burstSeconds) return null;
      const when =
        count === 1 ? 'it was one request' : `the ${count} requests fell within ${Math.max(1, Math.ceil(lasted))} s`;
      return `probably harmless: ${when} for a single page that could not wait (a packet is dropped, or it is tried again), and nothing else failed`;
    },
  };
}
