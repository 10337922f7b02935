import { killedIn } from './period.ts';
import type { EscalationRule } from './rule.ts';

const kills = 3;
const windowMs = 86_400_000;

/** R8: three kills of one program within a day; all kills of the host are counted beside. */
export const killedAgain: EscalationRule = ({ incident, period }) => {
  const at = incident.start === null ? null : Date.parse(incident.start);
  const others = at === null ? [] : period.around(incident.host, at, windowMs);
  const near = [
    { kills: incident.kills, killed: killedIn(incident) },
    ...others.filter(({ id }) => id !== incident.id),
  ];
  const all = near.reduce((sum, one) => sum + one.kills, 0);
  const byName = new Map<string, number>();
  for (const { killed } of near)
    for (const { comm, count } of killed) byName.set(comm, (byName.get(comm) ?? 0) + count);
  const mine = incident.victims
    .map(({ comm }) => [comm, byName.get(comm) ?? 0] as const)
    .sort((a, b) => b[1] - a[1])[0];
  if (!mine || mine[1] < kills) return null;
  return {
    text: 'Escalate: the same program was killed three times or more within 24 h.',
    measured: `${mine[0]} ${mine[1]} times, ${all} kills of any program on this host`,
  };
};
