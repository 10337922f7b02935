import type { Address } from '../../../engine/model/address.ts';

/** What lines must show to prove something: words, and the numbers and names in them. */
export interface Claim {
  readonly claim: string;
  readonly values: Readonly<Record<string, number | string>>;
}

/** Lines of a log or of samples, and what they show. */
export interface Origin {
  readonly what: string;
  readonly address: Address;
  /** By which the very line is found among them. */
  readonly shows: Claim;
  /** Where the chart goes with it. */
  readonly atUs: number | null;
  readonly metric: string | null;
}

/** What stands behind a row of the screen: how its numbers are made, of what, and the lines that show it. */
export interface Grounds {
  readonly title: string;
  readonly inputs: readonly (readonly [name: string, text: string])[];
  /** The most telling first. */
  readonly origins: readonly Origin[];
}

/** Origins that are offered: each has a digit as its key. */
export const mostOrigins = 9;

/** Lines of the kernel's report. */
export const inReport = (what: string, address: Address, shows: Claim): Origin => ({
  what,
  address,
  shows,
  atUs: null,
  metric: null,
});
