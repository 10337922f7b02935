import type { StoredSample } from '../../store/timeline.ts';

/** While calm, more is measured than stored: what came before trouble is at hand when trouble comes. */
export interface KeptBack {
  /** Stores what was measured at a time of the monotonic clock, or keeps it back. */
  measured(samples: readonly StoredSample[], atMs: number, tight: boolean): void;
  /** Stores what was kept back: a calm machine does not need the half minute before it stopped being calm. */
  release(): void;
}

const mostKept = 15;
/** A timer goes off a little early or late. */
const slackMs = 100;

export function createKeptBack(store: (samples: readonly StoredSample[]) => void, storeEveryMs: number): KeptBack {
  let kept: (readonly StoredSample[])[] = [];
  let storedMs = Number.NEGATIVE_INFINITY;

  function release(): void {
    for (const samples of kept) store(samples);
    kept = [];
  }

  return {
    measured(samples, atMs, tight) {
      if (!tight && atMs - storedMs < storeEveryMs - slackMs) {
        kept = [...kept, samples].slice(-mostKept);
        return;
      }
      storedMs = atMs;
      if (tight) release();
      store(samples);
    },
    release,
  };
}
