import { framings } from '../../parsers/framings/index.ts';
import type { KernelRecord } from '../../parsers/model/record.ts';
import { extractors } from '../../parsers/records/index.ts';
import type { CaseFacts } from '../../src/corpus/facts.ts';
import { memorySource } from '../../src/corpus/memory-source.ts';
import { readSets } from '../../src/corpus/replay.ts';
import { withNoise } from './noise.ts';

/** One log, what is found in it, and a way to read other bytes as the same log. */
export interface Trial {
  readonly bytes: Buffer;
  readonly records: readonly KernelRecord[];
  readonly format: string | null;
  extract(bytes: Uint8Array, pieceBytes?: number): Promise<readonly KernelRecord[]>;
}

export async function createTrial(name: string, bytes: Buffer, facts: CaseFacts): Promise<Trial> {
  const read = (content: Uint8Array, pieceBytes?: number) => readSets([memorySource(name, content, pieceBytes)], facts);
  const { stored, coverage } = await read(bytes);
  return {
    bytes,
    records: stored.map(({ record }) => record),
    format: coverage[0]?.format ?? null,
    extract: async (content, pieceBytes) => (await read(content, pieceBytes)).stored.map(({ record }) => record),
  };
}

/** Yields a sentence for every breach. */
export type Law = (trial: Trial) => AsyncIterable<string>;

/** What must hold of every log, whatever is in it. */
export const laws: Readonly<Record<string, Law>> = {
  'spans stand in order, inside the file, on whole lines, and quote the record': spansQuote,
  'a record is found again from its start, and not from its end': recordsStandAtTheirSpan,
  'pieces of any size give the same records': piecesAgree,
  'a cut log gives the first records, and at most the last one in part': cutLaw(256 * 1024),
  'unrelated lines in between change nothing': noiseChangesNothing,
};

/** The facts of a record. Address, number of the boot, time and id follow from lines that may be elsewhere. */
export function factsOf(record: KernelRecord): unknown {
  const {
    source: _source,
    continuedIn: _continuedIn,
    bootIndex: _bootIndex,
    id: _id,
    time: _time,
    timeBasis: _timeBasis,
    ...facts
  } = record;
  return facts;
}

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);
const sameFacts = (a: KernelRecord, b: KernelRecord): boolean => same(factsOf(a), factsOf(b));
const nameOf = ({ kind, source }: KernelRecord): string => `${kind} on line ${source.line}`;

const newline = 0x0a;
const newlinesIn = (bytes: Uint8Array): number => bytes.reduce((count, byte) => count + (byte === newline ? 1 : 0), 0);

const lineStart = (bytes: Buffer, at: number): number => (at === 0 ? 0 : bytes.lastIndexOf(newline, at - 1) + 1);

/** Where a message hides behind these it cannot be looked for as text: a journal's numbers, pieces of a container's line. */
const hidden = framings.flatMap(({ needles }) => needles);

async function* spansQuote({ bytes, records }: Trial): AsyncIterable<string> {
  let before = -1;
  for (const record of records) {
    const { byteStart, byteEnd, line, lines } = record.source;
    if (byteStart < before) yield `${nameOf(record)} comes after one that begins behind it`;
    before = byteStart;
    if (byteStart >= byteEnd || byteEnd > bytes.length) yield `${nameOf(record)}: ${byteStart}-${byteEnd} is no range`;
    const quoted = bytes.subarray(byteStart, byteEnd);
    if (newlinesIn(bytes.subarray(0, byteStart)) + 1 !== line) yield `${nameOf(record)} begins on another line`;
    if (newlinesIn(quoted) + 1 !== lines)
      yield `${nameOf(record)} has ${newlinesIn(quoted) + 1} lines and says ${lines}`;
    const behind = bytes.subarray(byteEnd, byteEnd + 2).toString('latin1');
    if (!/^(\r?\n|$)/.test(behind)) yield `${nameOf(record)} ends inside a line, before ${JSON.stringify(behind)}`;
    const text = quoted.toString('latin1');
    const openers = extractors.find(({ kind }) => kind === record.kind)?.openers ?? [];
    if (!openers.some((opener) => text.includes(opener)) && !hidden.some((needle) => text.includes(needle)))
      yield `${nameOf(record)} quotes nothing that could open it`;
  }
}

async function* recordsStandAtTheirSpan({ bytes, records, extract }: Trial): AsyncIterable<string> {
  for (const record of records) {
    const { byteStart, byteEnd } = record.source;
    const fromStart = await extract(bytes.subarray(lineStart(bytes, byteStart)));
    if (!fromStart.some((other) => sameFacts(other, record) || isSameTangle(other, record)))
      yield `${nameOf(record)} is not found from its own start`;
    const fromEnd = await extract(bytes.subarray(bytes.indexOf(newline, byteEnd) + 1 || bytes.length));
    const twins = records.filter((other) => other.source.byteStart > byteStart && sameFacts(other, record)).length;
    if (fromEnd.filter((other) => sameFacts(other, record)).length > twins)
      yield `${nameOf(record)} is found behind its own end`;
  }
}

/** A report that another one is tangled with has other neighbours when the log begins with it; its address stays. */
function isSameTangle(again: KernelRecord, record: KernelRecord): boolean {
  return record.problems.includes('interleaved') && again.kind === record.kind && again.source.byteStart === 0;
}

async function* piecesAgree({ bytes, records, extract }: Trial): AsyncIterable<string> {
  for (const size of [1, 7, 4096]) {
    const pieces = await extract(bytes, size);
    if (!same(pieces, records))
      yield `pieces of ${size} bytes give ${pieces.length} records for ${records.length}, or others`;
  }
}

/** Cuts a log after its lines: after all of them, or at places spread evenly, until this many bytes were read. */
export function cutLaw(mostBytes: number): Law {
  return async function* cutsAreHonest({ bytes, records, extract }) {
    const ends = [...bytes.entries()].filter(([, byte]) => byte === newline).map(([index]) => index + 1);
    const bytesOfAll = ends.reduce((sum, end) => sum + end, 0);
    const step = Math.max(1, Math.ceil(bytesOfAll / mostBytes));
    for (const end of ends.filter((_, index) => index % step === 0)) {
      for (const [place, record] of (await extract(bytes.subarray(0, end))).entries()) {
        const whole = records[place];
        const at = `cut after byte ${end}: ${nameOf(record)}`;
        if (whole?.source.byteStart !== record.source.byteStart) yield `${at} is not in the whole log`;
        else if (whole.kind !== record.kind) yield `${at} is a ${whole.kind} in the whole log`;
        else if (record.complete && record.source.byteEnd >= whole.source.byteEnd && !sameFacts(record, whole))
          yield `${at} claims to be complete and differs`;
      }
    }
  };
}

async function* noiseChangesNothing({ bytes, records, format, extract }: Trial): AsyncIterable<string> {
  const noisy = withNoise(bytes, format);
  if (noisy === null) return;
  const found = await extract(noisy);
  if (same(found.map(factsOf), records.map(factsOf))) return;
  yield `${found.length} records for ${records.length}`;
  for (const [index, record] of records.entries()) {
    const other = found[index];
    if (other && !sameFacts(other, record))
      yield `${nameOf(record)}: ${firstDifference(factsOf(record), factsOf(other))}`;
  }
}

function firstDifference(a: unknown, b: unknown, path = ''): string {
  if (same(a, b)) return '';
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null)
    return `${path}: ${JSON.stringify(a)} became ${JSON.stringify(b)}`;
  const keys = [...new Set([...Object.keys(a), ...Object.keys(b)])];
  for (const key of keys) {
    const found = firstDifference(
      (a as Record<string, unknown>)[key],
      (b as Record<string, unknown>)[key],
      `${path}.${key}`,
    );
    if (found !== '') return found;
  }
  return path;
}
