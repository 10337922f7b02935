import { spanInWords } from '../remedies/situation.ts';
import type { EscalationRule } from './rule.ts';

/** Minutes after which the next level is called. */
const levels = [
  { minutes: 60, level: 3 },
  { minutes: 30, level: 2 },
  { minutes: 15, level: 1 },
] as const;

/** R10: how long it lasted, from the first to the last record. */
export const lasting: EscalationRule = ({ incident }) => {
  if (incident.start === null || incident.end === null) return null;
  const seconds = (Date.parse(incident.end) - Date.parse(incident.start)) / 1000;
  const reached = levels.find(({ minutes }) => seconds >= minutes * 60);
  return reached
    ? {
        text: `Level ${reached.level}: it lasted longer than ${reached.minutes} min.`,
        measured: `${spanInWords(seconds)} from the first record to the last`,
      }
    : null;
};
