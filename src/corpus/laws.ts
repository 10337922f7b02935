import type { KernelRecord } from '../../parsers/model/record.ts';
import type { CaseFacts } from './case.ts';
import { memorySource } from './memory-source.ts';
import { replaySets } from './replay.ts';

/** A law that one log breaks, in a sentence. */
export interface Breach {
  readonly law: string;
  readonly detail: string;
}

interface Trial {
  readonly name: string;
  readonly bytes: Buffer;
  readonly records: readonly KernelRecord[];
  /** How many places the log is cut at. */
  readonly cuts: number;
  extract(bytes: Buffer, pieceBytes?: number): Promise<readonly KernelRecord[]>;
}

type Law = (trial: Trial) => AsyncIterable<string>;

/** What must hold of every log, whatever is in it. */
const laws: Readonly<Record<string, Law>> = {
  'spans are in order and inside the file': spansInside,
  'a record stands where its span says': recordsStandAtTheirSpan,
  'pieces of any size give the same records': piecesAgree,
  'a cut log gives a prefix or an incomplete record': cutsAreHonest,
  'unrelated lines in between change nothing': noiseChangesNothing,
};

/** Tries every law on one log. `cuts` bounds how many places it is cut at: all of them in a short log. */
export async function tryLaws(name: string, bytes: Buffer, facts: CaseFacts, cuts = 40): Promise<Breach[]> {
  const extract: Trial['extract'] = async (content, pieceBytes) =>
    (await replaySets([memorySource(name, content, pieceBytes)], facts)).records;
  const trial: Trial = { name, bytes, records: await extract(bytes), cuts, extract };
  const breaches: Breach[] = [];
  for (const [law, test] of Object.entries(laws)) {
    for await (const detail of test(trial)) breaches.push({ law, detail });
  }
  return breaches;
}

const pieceSizes = [1, 7, 4096];
/** Nothing here may open, continue or end a record. */
const noise = 'a line that has nothing to do with it';

async function* spansInside({ bytes, records }: Trial): AsyncIterable<string> {
  let before = -1;
  for (const { source, id } of records) {
    if (source.byteStart < before) yield `${id} at byte ${source.byteStart} comes after one at byte ${before}`;
    if (source.byteStart >= source.byteEnd || source.byteEnd > bytes.length)
      yield `${id} claims bytes ${source.byteStart}-${source.byteEnd} of ${bytes.length}`;
    before = source.byteStart;
  }
}

async function* recordsStandAtTheirSpan({ bytes, records, extract }: Trial): AsyncIterable<string> {
  for (const record of records) {
    const { byteStart, byteEnd, line } = record.source;
    const newlines = bytes.subarray(0, byteStart).filter((byte) => byte === 0x0a).length;
    if (newlines + 1 !== line) yield `${record.id} says line ${line}, its first byte is on line ${newlines + 1}`;
    const again = await extract(bytes.subarray(lineStart(bytes, byteStart)));
    if (!again.some((other) => sameFacts(other, record)))
      yield `${record.id} (${record.kind}) is not found again when the log starts with it`;
    const after = await extract(bytes.subarray(Math.min(bytes.length, byteEnd + 1)));
    if (after.some((other) => sameFacts(other, record)))
      yield `${record.id} (${record.kind}) is found behind its own end`;
  }
}

async function* piecesAgree({ bytes, records, extract }: Trial): AsyncIterable<string> {
  for (const size of pieceSizes) {
    const pieces = await extract(bytes, size);
    if (JSON.stringify(pieces) !== JSON.stringify(records))
      yield `pieces of ${size} bytes give ${pieces.length} records instead of ${records.length}, or others`;
  }
}

async function* cutsAreHonest({ bytes, records, cuts, extract }: Trial): AsyncIterable<string> {
  const ends = lineEnds(bytes);
  const step = Math.max(1, Math.ceil(ends.length / cuts));
  for (let index = 0; index < ends.length; index += step) {
    const end = ends[index] as number;
    const cut = await extract(bytes.subarray(0, end));
    for (const [place, record] of cut.entries()) {
      const whole = records[place];
      if (!whole || whole.source.byteStart !== record.source.byteStart)
        yield `cut at byte ${end}: a record at byte ${record.source.byteStart} that the whole log does not have`;
      else if (record.complete && !sameFacts(record, whole) && record.source.byteEnd >= whole.source.byteEnd)
        yield `cut at byte ${end}: ${whole.id} claims to be complete and differs`;
    }
  }
}

async function* noiseChangesNothing({ bytes, records, extract }: Trial): AsyncIterable<string> {
  const lines = bytes.toString('latin1').split('\n');
  const line = noiseLike(lines);
  if (line === null) return;
  const mixed = Buffer.from(
    lines
      .flatMap((text, index) =>
        index % 3 === 2 && text !== '' && !/^\s/.test(lines[index + 1] ?? '') ? [text, line] : [text],
      )
      .join('\n'),
    'latin1',
  );
  const found = await extract(mixed);
  const facts = (list: readonly KernelRecord[]): string => JSON.stringify(list.map(withoutAddress));
  if (facts(found) !== facts(records)) yield `${found.length} records instead of ${records.length}, or others`;
}

/** A foreign line in the framing of the log: the prefix of one of its kernel lines with other words behind it. */
function noiseLike(lines: readonly string[]): string | null {
  const model =
    lines.find((line) => / kernel: /.test(line) && !line.startsWith('{')) ??
    lines.find((line) => /^(<\d+>)?\[ *\d+\.\d{6}\] /.test(line));
  const prefix =
    model === undefined
      ? undefined
      : /^(?:.* kernel: (?:\[ *\d+\.\d+\] )?|(?:<\d+>)?\[ *\d+\.\d{6}\] )/.exec(model)?.[0];
  return prefix === undefined ? null : `${prefix}${noise}`;
}

function sameFacts(a: KernelRecord, b: KernelRecord): boolean {
  return JSON.stringify(withoutAddress(a)) === JSON.stringify(withoutAddress(b));
}

/** The facts of a record without where and under which id it stands. */
function withoutAddress(record: KernelRecord): unknown {
  const { source: _source, continuedIn: _continuedIn, bootIndex: _bootIndex, id: _id, time: _time, ...facts } = record;
  return facts;
}

function lineStart(bytes: Buffer, offset: number): number {
  return offset === 0 ? 0 : bytes.lastIndexOf(0x0a, offset - 1) + 1;
}

function lineEnds(bytes: Buffer): number[] {
  const ends: number[] = [];
  for (let at = bytes.indexOf(0x0a); at !== -1; at = bytes.indexOf(0x0a, at + 1)) ends.push(at + 1);
  return ends;
}
