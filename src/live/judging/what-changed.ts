import type { Incident } from '../../diagnosis/analysis.ts';
import { endMsOf } from './same-incident.ts';

/**
 * More happened, or what happened is judged otherwise. Of one that is closed though it may go on: nobody watches any more, or it is
 * so long that what comes is told as another.
 */
export type IncidentChange = 'grew' | 'judged' | 'left' | 'parted';

/** Transports stamp one event at slightly different times. */
const sameEndMs = 2000;

/** What a reader would notice between two looks at an incident; null: nothing. */
export function whatChanged(before: Incident, now: Incident): 'grew' | 'judged' | null {
  if (happenings(before) !== happenings(now)) return 'grew';
  if (Math.abs(endMsOf(now) - endMsOf(before)) > sameEndMs) return 'grew';
  return judgement(before) === judgement(now) ? null : 'judged';
}

const happenings = ({ title, kills, kinds }: Incident): string => JSON.stringify([title, kills, kinds]);

function judgement({ verdict }: Incident): string {
  const { cause, words, who } = verdict ?? {};
  return JSON.stringify([cause, words, who?.comm, who?.pid]);
}
