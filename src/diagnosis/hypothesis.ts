import type { CauseId } from './analysis.ts';

/** A cause that evidence can speak for or against. */
export type Hypothesis = Exclude<CauseId, 'undetermined'>;
