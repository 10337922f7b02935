import type { KnownError } from '../../errors.ts';
import { fileChunks, readAt } from '../../sources/file.ts';
import { untilTrouble } from '../../sources/file-source.ts';
import type { ByteSource } from '../../sources/source.ts';
import { headBytes, headLines, logFraming } from '../head.ts';
import type { IngestOptions } from '../options.ts';
import type { Timekeeper } from '../timekeeper.ts';
import { newlinesBefore } from './line-count.ts';
import type { Period } from './period.ts';
import { seekSettings } from './seek-settings.ts';
import { type Stretch, stretchOf } from './stretch.ts';

/** A log of which only a stretch is read. */
export interface OpenStretch extends Stretch {
  /** The first bytes of the file, from which its format is told. */
  readonly head: Buffer;
  chunks(problem: (error: KnownError) => void): AsyncIterable<Uint8Array>;
  /** Lines before it, counted when they are asked for. */
  newlinesBefore(): number;
}

/** What a file is read with. */
interface OfReading {
  readonly times: Timekeeper;
  readonly options: Pick<IngestOptions, 'seek'>;
}

/** The part of a log in which the period lies; null where it is read as a whole. */
export async function openStretch(
  source: ByteSource,
  period: Period,
  { times, options: { seek: settings = seekSettings } }: OfReading,
): Promise<OpenStretch | null> {
  const { path, file: facts } = source;
  if (facts === undefined || facts.size < settings.leastBytes) return null;
  const head = Buffer.from(await readAt(path, 0, headBytes + 1).catch(() => new Uint8Array()));
  const framing = logFraming(headLines(head, false));
  if (framing === null) return null;
  const stretch = await stretchOf(source, framing, { period, clock: times.fork(), settings });
  if (stretch === null) return null;
  for (const stamp of stretch.before) times.settleStamp(stamp);
  const read = () => fileChunks(path, facts, undefined, stretch);
  return {
    ...stretch,
    head,
    chunks: (problem) => untilTrouble(path, read, problem),
    newlinesBefore: () => newlinesBefore(path, stretch.from),
  };
}
