import type { KernelRecord } from '../../parsers/model/record.ts';
import { bootLandmark } from '../ingest/boots.ts';
import type { CaseFacts } from './facts.ts';
import { memorySource } from './memory-source.ts';
import { type Reading, readSets } from './replay.ts';

export interface Shortened {
  readonly bytes: Buffer;
  readonly linesBefore: number;
  readonly linesAfter: number;
  /** The records that both logs hold, as the short one addresses them. */
  readonly records: readonly KernelRecord[];
}

/** Lines kept around the records, and first lines of the log, that help to recognise framing, host and boot. */
const linesAround = 5;
const headLines = 10;
/**
 * Between the first and the last line of a record only long pieces go (what stands before a late line of the reaper):
 * registers and foreign lines in the middle of a report are part of how it was seen, and a parser must bear them.
 */
const leastPieceInside = 32;
/** Every trial reads the log again: bytes that all trials may read before the rest is kept as it is. */
const trialBytes = 128 * 1024 * 1024;

/** Latin-1 keeps every byte. The newline is part of the text, and the last line may lack it. */
interface LogLine {
  readonly text: string;
  readonly insideRecord: boolean;
}

/**
 * Shortens a log to the smallest that still shows its records with every fact but their address, read in the same framing.
 *
 * First all but the records' lines and some around them go; then further lines, in ever smaller pieces, as long as nothing
 * changes. A log without records is kept whole: that nothing is found in it is what it shows.
 */
export async function shorten(path: string, bytes: Buffer, facts: CaseFacts): Promise<Shortened> {
  let bytesLeft = trialBytes;
  const read = (content: Buffer): Promise<Reading> => {
    bytesLeft -= content.length;
    return readSets([memorySource(path, content)], facts);
  };
  const whole = await read(bytes);
  const wanted = essence(whole);
  const shows = async (lines: readonly LogLine[]): Promise<boolean> => essence(await read(joined(lines))) === wanted;

  const all = linesOf(bytes, recordsIn(whole));
  let lines = all;
  if (whole.stored.length > 0) {
    const near = nearRecords(all);
    if (await shows(near)) lines = near;
    for (const size of halvings(lines.length)) {
      for (let from = lines.length - size; from > -size && bytesLeft > 0; from -= size) {
        const start = Math.max(0, from);
        const piece = lines.slice(start, from + size);
        if (size < leastPieceInside && piece.some(({ insideRecord }) => insideRecord)) continue;
        const rest = lines.toSpliced(start, piece.length);
        if (await shows(rest)) lines = rest;
      }
    }
  }
  const short = lines.length === all.length ? bytes : joined(lines);
  const records = recordsIn(await readSets([memorySource(path, short)], facts));
  return { bytes: short, linesBefore: all.length, linesAfter: lines.length, records };
}

function linesOf(bytes: Buffer, records: readonly KernelRecord[]): LogLine[] {
  const texts = bytes.length === 0 ? [] : bytes.toString('latin1').split(/(?<=\n)/);
  const inside = new Set<number>();
  for (const { source } of records) for (let line = 0; line < source.lines; line += 1) inside.add(source.line + line);
  return texts.map((text, index) => ({ text, insideRecord: inside.has(index + 1) }));
}

function nearRecords(lines: readonly LogLine[]): LogLine[] {
  const near = (index: number): boolean =>
    lines.slice(Math.max(0, index - linesAround), index + linesAround + 1).some(({ insideRecord }) => insideRecord);
  return lines.filter((line, index) => index < headLines || line.text.includes(bootLandmark) || near(index));
}

/** Half, a quarter, ... down to 1. */
function halvings(length: number): number[] {
  const sizes: number[] = [];
  for (let size = Math.ceil(length / 2); size > 1; size = Math.ceil(size / 2)) sizes.push(size);
  return [...sizes, 1];
}

/** What must not change: every fact of every record, and how the log was read. */
function essence(reading: Reading): string {
  const facts = recordsIn(reading).map(({ source: _source, continuedIn: _continuedIn, ...rest }) => rest);
  return JSON.stringify([facts, reading.coverage.map(({ format }) => format)]);
}

const recordsIn = ({ stored }: Reading): KernelRecord[] => stored.map(({ record }) => record);

const joined = (lines: readonly LogLine[]): Buffer => Buffer.from(lines.map(({ text }) => text).join(''), 'latin1');
