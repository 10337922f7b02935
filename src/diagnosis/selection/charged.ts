import type { Incident } from '../analysis.ts';

/**
 * What the kill line says that a victim held of its own. A task table that does not split rss counts pages of files and of
 * shared memory in every process, whichever group they are charged to: more, then, than a group's limit may allow. Null where
 * the process was not killed, or the line does not say.
 */
export function ownBytes({ victims }: Pick<Incident, 'victims'>, pid: number): number | null {
  return victims.find((victim) => victim.pid === pid)?.anonRssBytes ?? null;
}

/** Why a process may hold more than the limit of its group, in words behind such a number. */
export const chargedElsewhere = 'pages of files and of shared memory may be charged to another group';
