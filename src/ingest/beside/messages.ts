import type { PlacedNeedle } from '../../scan/scanner.ts';
import type { IngestOptions } from '../options.ts';
import type { Errand, Outcome } from './read-apart.ts';
import type { SmallSet } from './small-set.ts';

/** What a reader thread is started with. */
export interface ReaderData {
  readonly options: IngestOptions;
  readonly hearsBegin: boolean;
  /** Where the fingerprints of the needles are. */
  readonly placed: readonly PlacedNeedle[] | null;
}

/** Several sets at a time: a message costs more than a look at a small file. Answered once, in the order of asking. */
export type ReaderRequest = readonly SmallErrand[];

export interface SmallErrand extends Omit<Errand, 'set'> {
  readonly set: SmallSet;
}

/** One outcome for each errand. */
export type ReaderReply = readonly Outcome[];
