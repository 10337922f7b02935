import type { IngestProgress } from '../../ingest/options.ts';
import { cleanText } from '../../views/sanitize.ts';
import type { Progress } from './protocol.ts';

/** The least time between two messages to the screens. */
const tellEveryMs = 250;
/** Share of the time that repeated judging may take. */
const judgingShare = 0.1;

/** Sums progress over the files and passes it on a few times a second. */
export function createMeter(tell: (progress: Progress) => void): { saw(progress: IngestProgress): void; end(): void } {
  const startedMs = Date.now();
  let toldMs = 0;
  let before = 0;
  let last: IngestProgress | null = null;
  function now(): void {
    if (last === null) return;
    const { path, bytesDone, bytesTotal, records, samples } = last;
    tell({
      path: cleanText(path),
      fileBytes: bytesDone,
      fileTotalBytes: bytesTotal,
      bytes: before + bytesDone,
      seconds: (Date.now() - startedMs) / 1000,
      records,
      samples,
    });
  }
  return {
    saw(progress) {
      if (last !== null && last.path !== progress.path) before += last.bytesDone;
      last = progress;
      if (Date.now() - toldMs < tellEveryMs) return;
      toldMs = Date.now();
      now();
    },
    end: now,
  };
}

/** Whether it is time to tell again of what changes often. */
export function createRest(): () => boolean {
  let toldMs = Number.NEGATIVE_INFINITY;
  return () => {
    const now = Date.now();
    if (now - toldMs < tellEveryMs) return false;
    toldMs = now;
    return true;
  };
}

/** Whether it is time to judge again: the longer it takes, the rarer. */
export function createPace(): { due(): boolean; timed(work: () => Promise<void>): Promise<void> } {
  let restUntilMs = 0;
  return {
    due: () => Date.now() >= restUntilMs,
    async timed(work) {
      const from = Date.now();
      await work();
      const took = Date.now() - from;
      restUntilMs = Date.now() + Math.max(1000, took / judgingShare);
    },
  };
}
