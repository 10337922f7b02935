import type { Timeline } from '../../store/timeline.ts';

const hourMs = 3_600_000;
const usuallyEveryMs = hourMs / 2;
/** Samples older than `ageMs` keep the smallest and the largest of each `bucketMs`. */
const tiers = [
  { ageMs: 2 * hourMs, bucketMs: 20_000 },
  { ageMs: 24 * hourMs, bucketMs: 120_000 },
] as const;

export interface RetentionOptions {
  readonly keepMs: number;
  readonly nowMs: () => number;
  failed(error: Error): void;
  readonly everyMs?: number;
}

/** Thins and drops old samples now and then, so that a timeline that is filled for months stays small. Records stay. */
export function startRetention(
  timeline: Timeline,
  { keepMs, nowMs, failed, everyMs = usuallyEveryMs }: RetentionOptions,
): { stop(): Promise<void> } {
  let running: Promise<void> = Promise.resolve();
  /** Where the last thinning of each tier ended: what is thinned is not thinned again. */
  const thinnedUs = new Map<number, number>();

  async function tidy(): Promise<void> {
    for (const { ageMs, bucketMs } of tiers) {
      const beforeUs = (nowMs() - ageMs) * 1000;
      const fromUs = thinnedUs.get(ageMs);
      await timeline.thin({ ...(fromUs !== undefined && { fromUs }), beforeUs, bucketUs: bucketMs * 1000 });
      thinnedUs.set(ageMs, beforeUs);
    }
    await timeline.prune((nowMs() - keepMs) * 1000);
  }

  const timer = setInterval(() => {
    running = running
      .then(tidy)
      .catch((error: unknown) => failed(error instanceof Error ? error : new Error(String(error))));
  }, everyMs);
  return {
    async stop() {
      clearInterval(timer);
      await running;
    },
  };
}
