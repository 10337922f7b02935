/** Keeps sampling within its share of one core, by the number of processes that are looked at. */
export interface OwnCost {
  /** How many processes may be looked at. */
  readonly watched: number;
  /** Share of a core that sampling takes, smoothed. */
  readonly share: number;
  /** So much was spent on looking, since the last time it was weighed. */
  add(ms: number): void;
  /** Once for each look. */
  weigh(tight: boolean): void;
}

export const watchedAtMost = 50;
const watchedAtLeast = 10;
const budget = { calm: 0.01, tight: 0.05 } as const;

export function createOwnCost(): OwnCost {
  let watched = watchedAtMost;
  let share = 0;
  let weighedMs = performance.now();
  let spentMs = 0;
  return {
    get watched() {
      return watched;
    },
    get share() {
      return share;
    },
    add(ms) {
      spentMs += ms;
    },
    weigh(tight) {
      const nowMs = performance.now();
      share = share * 0.8 + (spentMs / Math.max(1, nowMs - weighedMs)) * 0.2;
      weighedMs = nowMs;
      spentMs = 0;
      const allowed = tight ? budget.tight : budget.calm;
      if (share > allowed) watched = Math.max(watchedAtLeast, Math.floor(watched * 0.8));
      else if (share < allowed / 2) watched = Math.min(watchedAtMost, watched + 2);
    },
  };
}
