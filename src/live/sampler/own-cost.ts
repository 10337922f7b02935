/** Keeps sampling within its share of one core, by the number of processes that are looked at. */
export interface OwnCost {
  /** How many processes may be looked at. */
  readonly watched: number;
  /** Share of a core that sampling takes, smoothed. */
  readonly share: number;
  /** A look began then and ends now. */
  weigh(startedMs: number, tight: boolean): void;
}

export const watchedAtMost = 50;
const watchedAtLeast = 10;
const budget = { calm: 0.01, tight: 0.05 } as const;

export function createOwnCost(): OwnCost {
  let watched = watchedAtMost;
  let share = 0;
  let beganMs = performance.now();
  return {
    get watched() {
      return watched;
    },
    get share() {
      return share;
    },
    weigh(startedMs, tight) {
      const nowMs = performance.now();
      share = share * 0.8 + ((nowMs - startedMs) / Math.max(1, nowMs - beganMs)) * 0.2;
      beganMs = nowMs;
      const allowed = tight ? budget.tight : budget.calm;
      if (share > allowed) watched = Math.max(watchedAtLeast, Math.floor(watched * 0.8));
      else if (share < allowed / 2) watched = Math.min(watchedAtMost, watched + 2);
    },
  };
}
