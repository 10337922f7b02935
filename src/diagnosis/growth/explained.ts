import type { Exhibit } from '../rules/rule.ts';

/** Less than this of what was used up, and whoever took it is not among the processes that were sampled. */
const leastExplained = 0.25;
/** Where nothing says what was used up: share of RAM. */
const leastOfRam = 0.05;

/** Whether the processes that samples follow gained enough to have used up the memory: a listing may be cut, or of the wrong ones. */
export function growthIsExplained({ groups, consumption, states, incident, report }: Exhibit): boolean {
  const gained = groups.reduce((sum, group) => sum + Math.max(0, group.gainBytes), 0);
  if (incident.scope === 'memcg') return gained >= (report?.memcg?.limitBytes ?? 0) * leastOfRam;
  if (consumption) return gained >= consumption.bytes * leastExplained;
  return gained >= (states.at(-1)?.totalBytes ?? 0) * leastOfRam;
}
