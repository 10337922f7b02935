import { spanInWords } from '../remedies/situation.ts';
import type { EscalationRule } from './rule.ts';
import { availableBelow } from './samples.ts';

const warning = 0.2;
const critical = { share: 0.1, seconds: 300 } as const;

const percent = (share: number): string => `${Number((share * 100).toPrecision(2))} %`;

/** R1: available memory below 20 %. */
export const lowMemory: EscalationRule = ({ exhibit }) => {
  const low = availableBelow(exhibit, warning);
  return (
    low && {
      text: 'Warning: available memory below 20 % of RAM.',
      measured: `${percent(low.lastShare)} available at the last sample, below 20 % for ${spanInWords(low.seconds)}`,
    }
  );
};

/** R2: below 10 % for five minutes; seen for less, it does not fire. */
export const memoryExhausted: EscalationRule = ({ exhibit }) => {
  const low = availableBelow(exhibit, critical.share);
  return low && low.seconds >= critical.seconds
    ? {
        text: 'Critical: available memory below 10 % of RAM for 5 min.',
        measured: `${percent(low.lastShare)} at the last sample, below 10 % for ${spanInWords(low.seconds)}`,
      }
    : null;
};
