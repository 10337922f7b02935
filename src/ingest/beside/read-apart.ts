import type { Scanner } from '../../scan/scanner.ts';
import type { SourceSet } from '../../sources/source.ts';
import { writesNoYear } from '../head.ts';
import { ingestSet } from '../ingest-set.ts';
import type { IngestOptions } from '../options.ts';
import { createTranscriber, TooMuchToHold, type Transcript } from './transcript.ts';

/** How a set is to be read before its turn. */
export interface Errand {
  readonly set: SourceSet;
  /** As in `ClockPolicy`. */
  readonly nearUs: number | null;
  /** A log whose stamps have no year is left for later. */
  readonly yearMayWait: boolean;
}

/** What became of it. Null: it must be read in its turn. */
export type Outcome = { readonly kind: 'read'; readonly transcript: Transcript } | { readonly kind: 'no-year' } | null;

/** What all sets are read with. */
export interface Apart {
  readonly options: IngestOptions;
  readonly scanner: Scanner;
  readonly hearsBegin: boolean;
}

/** Reads a set and writes down what it holds. */
export async function readApart(
  { set, nearUs, yearMayWait }: Errand,
  { options, scanner, hearsBegin }: Apart,
): Promise<Outcome> {
  if (yearMayWait && (await writesNoYear(set))) return { kind: 'no-year' };
  const { sink, progress, transcript } = createTranscriber(hearsBegin);
  try {
    await ingestSet(set, { options, sink, nearUs, ahead: null, scanner, progress });
    return { kind: 'read', transcript: transcript() };
  } catch (error) {
    if (error instanceof TooMuchToHold) return null;
    throw error;
  }
}
