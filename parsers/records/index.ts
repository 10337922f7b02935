import type { Extractor } from './extractor.ts';

/**
 * Every kind of record. Order: an entry opens the first kind whose `open` takes it, so kinds with strict openers stand
 * before those with loose ones.
 */
export const extractors: readonly Extractor[] = [];
