import { withSeparators } from '../quantities.ts';
import { situationOf, spanInWords } from '../remedies/situation.ts';
import type { Case, EscalationRule } from './rule.ts';

/** Bytes an hour, decimal as the rules write them. */
const suspected = 100e6;
const clear = 200e6;
/** What R5 asks for before it calls a growth a leak. */
const fullSeconds = 7200;
/** A rate over less than this says nothing about an hour. */
const leastSeconds = 60;

/** R5: growth of more than 100 MB an hour. */
export const growth: EscalationRule = (about) =>
  faster(about, suspected, clear, 'Leak suspected: growth above 100 MB an hour. Take a heap profile.');

/** R6: growth of more than 200 MB an hour. */
export const growthClear: EscalationRule = (about) =>
  faster(about, clear, Number.POSITIVE_INFINITY, 'Escalate at once: growth above 200 MB an hour.');

function faster({ incident, exhibit }: Case, from: number, below: number, text: string): ReturnType<EscalationRule> {
  const { rise, who } = situationOf(incident, exhibit);
  if (
    incident.verdict?.cause !== 'process-leak' ||
    rise === null ||
    rise.seconds < leastSeconds ||
    rise.bytesPerHour <= from ||
    rise.bytesPerHour > below
  )
    return null;
  const short =
    rise.seconds < fullSeconds ? `, measured over ${spanInWords(rise.seconds)} where the rule asks for 2 h` : '';
  return {
    text,
    measured: `${who}${rise.processes > 1 ? ` (${rise.processes} processes)` : ''} gained ${withSeparators(Math.round(rise.bytesPerHour / 1e6))} MB an hour${short}`,
  };
}
