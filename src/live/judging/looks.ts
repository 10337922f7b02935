/** When judging has its turn: one thing at a time, and rested from. */
export interface Looks {
  /** Something came: it is looked at once the last look has been rested from. */
  plan(): void;
  /** Does this unless something is being done. */
  work(run: () => Promise<void>): void;
  /** Looks at what is left, and ends. */
  close(): Promise<void>;
}

export interface LooksOptions {
  look(): Promise<void>;
  /** False: looking waits, since there is no memory or no time for it. */
  mayLook(): boolean;
  /** Something came that no look has seen. */
  isDue(): boolean;
  failed(error: unknown): void;
}

/** Kills come in bursts: the first is judged at once, the others together. */
const lookEveryMs = 500;
/** In a storm judging gets slow, and it must not take a core for itself: it rests so many times as long as it took. */
const restAfterLook = 5;
/** What took minutes took them because the machine was starving, and that may be over. */
const longestRestMs = 30_000;
const restAfterTroubleMs = 5000;

export function createLooks({ look, mayLook, isDue, failed }: LooksOptions): Looks {
  let running: Promise<void> | null = null;
  let timer: NodeJS.Timeout | null = null;
  let lookedMs = Number.NEGATIVE_INFINITY;
  let restMs = lookEveryMs;
  let closed = false;

  function plan(): void {
    if (timer !== null || closed) return;
    timer = setTimeout(
      () => {
        timer = null;
        if (mayLook()) work(timedLook);
        else {
          lookedMs = performance.now();
          plan();
        }
      },
      Math.max(0, lookedMs + restMs - performance.now()),
    );
  }

  /** What failed is done later. */
  function work(run: () => Promise<void>): void {
    running ??= run()
      .catch((error: unknown) => {
        failed(error);
        restMs = restAfterTroubleMs;
      })
      .finally(() => {
        running = null;
        if (isDue()) plan();
      });
  }

  async function timedLook(): Promise<void> {
    const startedMs = performance.now();
    lookedMs = startedMs;
    try {
      await look();
    } finally {
      lookedMs = performance.now();
      restMs = Math.min(longestRestMs, Math.max(lookEveryMs, (lookedMs - startedMs) * restAfterLook));
    }
  }

  return {
    plan,
    work,
    async close() {
      closed = true;
      if (timer !== null) clearTimeout(timer);
      await running;
      if (isDue()) work(timedLook);
      await running;
    },
  };
}
