import { spanInWords } from '../remedies/situation.ts';
import type { EscalationRule } from './rule.ts';

const withinSeconds = 3600;

/** R7: the same again within an hour. */
export const recurred: EscalationRule = ({ incident, period }) => {
  if (incident.start === null) return null;
  const atMs = Date.parse(incident.start);
  const again = new Set(incident.recurrences);
  const distances = [...again].flatMap((id) => {
    const otherMs = period.beganMs(id);
    return otherMs === null ? [] : Math.abs(otherMs - atMs) / 1000;
  });
  const nearest = distances.reduce((least, seconds) => Math.min(least, seconds), Number.POSITIVE_INFINITY);
  return nearest < withinSeconds
    ? {
        text: 'Escalate: it came again within an hour, so a restart does not mend it.',
        measured: `the nearest of ${again.size} is ${spanInWords(nearest)} away`,
      }
    : null;
};
