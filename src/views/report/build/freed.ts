import type { Incident } from '../../../diagnosis/analysis.ts';

/** What the victims held; 0 where that is not known of all of them. */
export function freedBytes({ victims, unlisted }: Incident): number {
  if (unlisted !== undefined && unlisted.victims.length > 0) return 0;
  return victims.reduce((sum, victim) => sum + (victim.anonRssBytes ?? 0), 0);
}
