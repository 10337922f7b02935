/** Whether another thread would help is asked after so many blocks. */
const blocksLookedAt = 16;

/** Tells whether a reader waits longer than it works, from block to block. */
export interface Pace {
  waits(): void;
  works(): void;
  /** Asked after each block; true at most every so many. */
  isWaiting(): boolean;
}

/** The first block is not counted: its thread starts. */
export function createPace(): Pace {
  let blocks = 0;
  let sinceMs = 0;
  let waitedMs = 0;
  let workedMs = 0;
  return {
    waits(): void {
      const nowMs = performance.now();
      if (blocks > 0) workedMs += nowMs - sinceMs;
      sinceMs = nowMs;
    },
    works(): void {
      const nowMs = performance.now();
      if (blocks > 0) waitedMs += nowMs - sinceMs;
      sinceMs = nowMs;
      blocks += 1;
    },
    isWaiting(): boolean {
      if (blocks % blocksLookedAt !== 0) return false;
      const isWaiting = waitedMs > workedMs;
      waitedMs = 0;
      workedMs = 0;
      return isWaiting;
    },
  };
}
