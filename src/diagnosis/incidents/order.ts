import type { Incident } from '../analysis.ts';

/** What of an incident decides its place in the list. */
export type Ranked = Pick<Incident, 'id' | 'kills' | 'start' | 'startMonotonicSeconds'> & {
  /** 0 is the worst. */
  readonly severity: number;
};

export function rankOf(incident: Incident, panicked: boolean): Ranked {
  const { id, kills, start, startMonotonicSeconds } = incident;
  return { id, kills, start, startMonotonicSeconds, severity: severityOf(incident, panicked) };
}

/** A storm is worse than one kill, wherever it is. */
const storm = 3;

/** A machine that went down, kills for want of RAM, storms, kills at a limit, then what killed nobody. */
function severityOf({ scope, kinds, kills }: Incident, panicked: boolean): number {
  if (panicked) return 0;
  const killed = kinds.includes('oom-kill') || kinds.includes('userspace-kill');
  if (killed && (scope === 'host' || scope === 'node')) return 1;
  if (killed) return kills >= storm ? 2 : 3;
  if (kinds.includes('unit-oom')) return 4;
  if (kinds.includes('alloc-failure')) return 5;
  if (kinds.includes('hung-task')) return 6;
  return 7;
}

/** The worst first; of equals the one with more kills, then the latest. */
export function compareSeverity(a: Ranked, b: Ranked): number {
  return a.severity - b.severity || b.kills - a.kills || compareTime(b, a) || (a.id < b.id ? -1 : 1);
}

type Timed = Pick<Incident, 'start' | 'startMonotonicSeconds'>;

/** Order of time; incidents without a wall clock come first, in order of their kernel clock. */
function compareTime(a: Timed, b: Timed): number {
  if (a.start !== null && b.start !== null) return a.start < b.start ? -1 : a.start > b.start ? 1 : 0;
  if (a.start !== null || b.start !== null) return a.start === null ? -1 : 1;
  return (a.startMonotonicSeconds ?? 0) - (b.startMonotonicSeconds ?? 0);
}

/** The incidents of an analysis as they happened. */
export function chronological(incidents: readonly Incident[]): Incident[] {
  return [...incidents].sort((a, b) => compareTime(a, b) || (a.id < b.id ? -1 : 1));
}
