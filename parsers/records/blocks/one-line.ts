import type { RecordBody } from '../../model/record.ts';
import type { Draft } from '../extractor.ts';

/** The common part of a record that lacks nothing and names no kernel. */
export const WHOLE = { complete: true, problems: [], kernelRelease: null } as const;

/** A record that one line tells in full: settled at once, and over before the next entry. */
export function oneLine<Body extends RecordBody>(body: Body): Draft<Body> {
  return { settled: true, feed: () => 'end', close: () => body };
}
