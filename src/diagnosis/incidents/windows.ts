const minute = 60_000_000;

/**
 * How near events must be to be one incident. A storm is one; so is a service that dies, restarts and dies again every few
 * minutes. What comes back after half an hour is a new incident that names the earlier ones.
 */
export const windows = {
  /** Kills of one scope: the machine has not recovered in between. */
  burstUs: 10 * minute,
  /** Kills of one service or program: a restart loop backs off to minutes (kubelet: 5, and the time to fill up again). */
  loopUs: 30 * minute,
  /** A report that was cut before it says whose limit it was, and another of the same task. */
  cutUs: minute / 6,
  /** Two limits, one inside the other, reached together. */
  nestedUs: minute,
  /** A request that fails is part of the shortage that kills within minutes; a victim's own last failure follows at once. */
  failureBeforeUs: 5 * minute,
  failureAfterUs: minute,
  /** khungtaskd reports what has waited for two minutes already, every two minutes. */
  hungBeforeUs: 10 * minute,
  hungAfterUs: 5 * minute,
  hungRepeatUs: 5 * minute,
  /** systemd and the kubelet say late what the kernel did, and later still under pressure. */
  unitAfterUs: 10 * minute,
  unitUnnamedUs: minute / 2,
  programUs: minute,
} as const;
