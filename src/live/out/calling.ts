import type { LiveEvent } from '../events.ts';

/** Kinds of events that hooks hear of: those that ask somebody to act. */
export const calling: ReadonlySet<LiveEvent['event']> = new Set(['record', 'incident', 'warning']);
