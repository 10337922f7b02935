/** A timer that many set and that goes off once, at the earliest of their times. */
export interface EarliestTimer {
  /** 0: as soon as what runs now has ended. */
  due(inMs: number): void;
  /** What is set does not go off; it can be set again. */
  clear(): void;
  /** It never goes off again. */
  end(): void;
}

export function createEarliestTimer(run: () => void): EarliestTimer {
  let timer: NodeJS.Timeout | null = null;
  let dueMs = Number.POSITIVE_INFINITY;
  let isNext = false;
  let ended = false;

  function clear(): void {
    if (timer !== null) clearTimeout(timer);
    timer = null;
  }

  return {
    due(inMs) {
      if (ended) return;
      const atMs = performance.now() + inMs;
      if (isNext || (timer !== null && atMs >= dueMs)) return;
      clear();
      if (inMs === 0) {
        isNext = true;
        // A timer of 0 is one of 1 ms, a tenth of what a record may take.
        setImmediate(() => {
          isNext = false;
          if (!ended) run();
        });
        return;
      }
      dueMs = atMs;
      timer = setTimeout(() => {
        timer = null;
        run();
      }, inMs);
    },
    clear,
    end() {
      ended = true;
      clear();
    },
  };
}
