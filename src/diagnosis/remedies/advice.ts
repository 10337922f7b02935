import type { Incident } from '../analysis.ts';
import { bytesInWords } from '../quantities.ts';
import { type Situation, spanInWords } from './situation.ts';

export type Advice = Incident['remedies'][number];
/** Null where the situation gives no ground for it. */
export type Adviser = (situation: Situation) => Advice | null;

export const todo = (text: string, basis: string): Advice => ({ text, basis });
/** What does not mend this incident and keeps the next from coming. */
export const prevent = (text: string, basis: string): Advice => ({ text, basis, prevents: true });

/** What the one who took the memory held in the end. */
export const held = ({ heldBytes, limitBytes }: Situation): string =>
  heldBytes === null
    ? 'what it held is not printed'
    : `it held ${bytesInWords(heldBytes)}${limitBytes === null ? '' : ` of ${bytesInWords(limitBytes)}`}`;

/** How it came to that, as far as samples show. */
export const risen = (situation: Situation): string => {
  const { rise } = situation;
  return rise === null
    ? held(situation)
    : `${rise.processes > 1 ? `its ${rise.processes} processes together` : 'it'} rose from ${bytesInWords(rise.fromBytes)} to ${bytesInWords(rise.toBytes)} in ${spanInWords(rise.seconds)}`;
};

/** An amount of a component, for the basis of advice about it. */
export const amountOf = (bytes: number | undefined, what: string): string =>
  bytes === undefined ? `${what} memory is not printed apart` : `${bytesInWords(bytes)} ${what}`;
