import type { Framing } from './framing.ts';

/** Every framing. Order: strict ones first, since a line is read by the first that claims it. */
export const framings: readonly Framing[] = [];
