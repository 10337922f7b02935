import type { Exhibit } from '../rules/rule.ts';

/** Less than this of what was used up, and whoever took it is not among the processes that were sampled. */
const leastExplained = 0.25;
/** Where nothing says what was used up: share of RAM, or of the limit of a group whose processes are all known. */
const leastOfWhole = 0.05;

/** Whether the processes that samples follow gained enough to have used up the memory: a listing may be cut, or of the wrong ones. */
export function growthIsExplained({ groups, consumption, states, incident, report, accounting }: Exhibit): boolean {
  const gained = groups.reduce((sum, group) => sum + Math.max(0, group.gainBytes), 0);
  if (gained === 0) return false;
  if (incident.scope === 'memcg') {
    const whole = report?.memcg?.limitBytes ?? accounting?.totalBytes ?? null;
    // Without its table only some of the group's processes are known: those that were killed.
    if ((report?.tasks.length ?? 0) === 0) return whole !== null && gained >= whole * leastExplained;
    return whole === null || gained >= whole * leastOfWhole;
  }
  const leastBytes = (states.at(-1)?.totalBytes ?? 0) * leastOfWhole;
  return gained >= Math.max(leastBytes, (consumption?.bytes ?? 0) * leastExplained);
}
