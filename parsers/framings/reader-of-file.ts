import { type AdaptiveReader, adaptiveReader } from './adaptive-reader.ts';
import { detect } from './detect.ts';
import { headOf } from './head.ts';

/** A reader for a log with these first lines (latin1), in whatever framing they are. */
export function readerOfFile(shown: readonly string[]): AdaptiveReader {
  const head = headOf(shown);
  return adaptiveReader(detect(head)?.framing ?? null, head);
}
