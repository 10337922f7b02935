import { setImmediate } from 'node:timers/promises';

/** Lets signals, input and timers have their turn between two pages of a long read. */
export async function pause(): Promise<void> {
  await setImmediate();
}
