/** Rests until something happens; what happens between looking and resting is not slept through. */
export interface Rest {
  /** Before looking whether there is something to do. */
  beginLook(): void;
  /** Resolves at once where it was roused since that look began. */
  untilRoused(): Promise<void>;
  rouse(): void;
  /** There is no rest from here on. */
  end(): void;
}

export function createRest(): Rest {
  let isRoused = false;
  let ended = false;
  let wake: (() => void) | null = null;

  function rouse(): void {
    isRoused = true;
    wake?.();
    wake = null;
  }

  return {
    beginLook() {
      isRoused = false;
    },
    untilRoused() {
      if (isRoused || ended) return Promise.resolve();
      return new Promise((resolve) => {
        wake = resolve;
      });
    },
    rouse,
    end() {
      ended = true;
      rouse();
    },
  };
}
