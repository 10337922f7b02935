import { noOptions } from '../../parsers/samples/define-format.ts';
import { samplesReader } from '../../parsers/samples/mixed-reader.ts';
import type { SampleOptions, SampleSink } from '../../parsers/samples/sample-format.ts';
import type { ByteSource } from '../sources/source.ts';
import { createLineCursor } from './line-cursor.ts';

/**
 * The options for reading a file of samples. With `--interval` and no `--start` the last sample is taken to be as old as the
 * file: its samples are counted in a reading of their own, and the first is so many intervals before. Only for files whose
 * samples nothing dates, and that can be read again.
 */
export async function withStart(
  options: SampleOptions,
  source: ByteSource,
  { head, longestLineBytes }: { readonly head: readonly string[]; readonly longestLineBytes: number },
): Promise<SampleOptions> {
  const { intervalUs, startUs } = options;
  if (intervalUs === null || startUs !== null || source.modifiedMs === null || !source.rereadable) return options;
  const blocks = await countUndated(source, { ...options, intervalUs: null }, head, longestLineBytes);
  if (blocks === null || blocks === 0) return options;
  return { ...options, startUs: Math.round(source.modifiedMs * 1000) - (blocks - 1) * intervalUs };
}

async function countUndated(
  source: ByteSource,
  options: SampleOptions,
  head: readonly string[],
  longestLineBytes: number,
): Promise<number | null> {
  // A unit or patterns of the user's make samples of lines that are none without.
  const reader = samplesReader({ ...noOptions, ...options }, head);
  const cursor = createLineCursor({ path: source.path, longestLineBytes, linesBehind: 0 });
  const sink: SampleSink = { sample() {}, reject() {} };
  const readOn = (chunk: Uint8Array, last: boolean): void => {
    cursor.push(chunk, last);
    for (let line = cursor.next(); line; line = cursor.next()) reader.read(line, sink);
    cursor.release();
  };
  for await (const chunk of source.chunks(() => {})) {
    readOn(chunk, false);
    if (reader.undatedBlocks === null) return null;
  }
  readOn(new Uint8Array(), true);
  reader.end(sink);
  return reader.undatedBlocks;
}
