import { programOf } from '../growth/program.ts';
import type { Hypothesis } from '../hypothesis.ts';
import type { Exhibit } from '../rules/rule.ts';
import type { Who } from './suspect.ts';

/**
 * Brings at least this share of what all processes gained, or half of what the first of them brought: one of those who took
 * the memory together.
 */
const oneOfMany = 0.12;
const ofFirst = 0.5;

/** Whether the first victim is the one who took the memory; null where nobody was killed. */
export function victimIsCulprit(cause: Hypothesis, who: Who, exhibit: Exhibit): boolean | null {
  const victim = exhibit.incident.victims[0];
  if (!victim) return null;
  if (cause === 'undersized') return isOneOfMany(victim.comm, exhibit);
  switch (who.kind) {
    case 'process':
      return victim.pid === who.pid;
    case 'group':
      return (
        (who.comm !== null && programOf(victim.comm) === programOf(who.comm)) ||
        exhibit.groups.some(
          ({ spawner, program }) => spawner !== null && spawner.pid === who.pid && program === programOf(victim.comm),
        )
      );
    case 'cgroup':
    case 'kernel':
    case 'none':
      return false;
  }
}

function isOneOfMany(comm: string, { groups, incident }: Exhibit): boolean {
  const gained = groups.filter((group) => group.gainBytes > 0);
  const sum = gained.reduce((total, group) => total + group.gainBytes, 0);
  const group = gained.find((one) => one.program === programOf(comm));
  if (sum > 0)
    return group !== undefined && group.gainBytes >= Math.min(sum * oneOfMany, (gained[0]?.gainBytes ?? 0) * ofFirst);
  return (incident.consumers.find((consumer) => consumer.comm === comm)?.share ?? 0) >= oneOfMany;
}
