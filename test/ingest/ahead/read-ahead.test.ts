import { EventEmitter } from 'node:events';
import { mkdtempSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, afterEach, describe, expect, it, vi } from 'vitest';
import type { KnownError } from '../../../src/errors.ts';
import { leastAhead } from '../../../src/ingest/ahead/least-ahead.ts';
import { blockBytes } from '../../../src/ingest/ahead/messages.ts';
import { type AheadReader, createReadAhead, type ReadAhead } from '../../../src/ingest/ahead/read-ahead.ts';
import { createScanner } from '../../../src/scan/index.ts';
import { fileSource } from '../../../src/sources/file-source.ts';
import type { ByteSource } from '../../../src/sources/source.ts';

const folder = mkdtempSync(join(tmpdir(), 'oomtrail-ahead-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const needle = 'invoked oom-killer';

/** Three blocks and a half of lines, with a needle on each border between blocks and one at both ends. */
function text(): Buffer {
  const bytes = Buffer.alloc(3.5 * blockBytes, `${'a line of a log that says nothing of memory '.repeat(2)}\n`);
  for (const block of [1, 2, 3]) bytes.write(needle, block * blockBytes - block * 5, 'latin1');
  bytes.write(needle, 0, 'latin1');
  bytes.write(needle, bytes.length - needle.length, 'latin1');
  return bytes;
}

/** However small a file is, others read it ahead. */
const eager = (jobs: number): ReadAhead =>
  createReadAhead([needle], { threads: jobs, unpackers: jobs, linesBehind: 3, least: { plain: 0, packed: 0 } });

const sourceOf = (path: string) => fileSource({ path, stats: statSync(path) }, 'text', /\.(gz|zst)$/.test(path));

/** One that takes whatever comes; `needsOnly` is what it says of skimmed pieces. */
function reader(needsOnly: AheadReader['needsOnly'] = () => false) {
  const problems: string[] = [];
  return {
    problems,
    scanner: createScanner([needle]),
    needsOnly,
    problem: ({ message }: KnownError) => void problems.push(message),
  };
}

async function readAhead(path: string, jobs: number) {
  const ahead = eager(jobs);
  const pieces: Buffer[] = [];
  const offsets: number[] = [];
  let newlines = 0;
  const own = reader();
  try {
    const source = sourceOf(path);
    ahead.foresee([source]);
    const chunks = await ahead.open(source, own);
    if (chunks === null) throw new Error('not opened');
    for await (const chunk of chunks) {
      pieces.push(Buffer.from(chunk.bytes));
      offsets.push(...chunk.offsets);
      newlines += chunk.newlines;
    }
  } finally {
    await ahead.end();
  }
  return { bytes: Buffer.concat(pieces), offsets, newlines, problems: own.problems };
}

describe.each([2, 3])('%i jobs', (jobs) => {
  it.each([
    ['plain', (bytes: Buffer) => bytes],
    ['packed.gz', (bytes: Buffer) => gzipSync(bytes)],
  ])('give the bytes, finds and newlines of a %s file in order', async (name, pack) => {
    const path = join(folder, `${jobs}-${name}`);
    const bytes = text();
    writeFileSync(path, pack(bytes));
    const { offsets, newlines } = createScanner([needle]).scan(bytes);
    const read = await readAhead(path, jobs);
    expect(read.bytes.equals(bytes)).toBe(true);
    expect({ ...read, bytes: null }).toEqual({ bytes: null, offsets: [...offsets], newlines, problems: [] });
    expect(offsets.length).toBe(5);
  });
});

describe('packed files behind one another', () => {
  const turns = [1, 2, 3, 4, 5].map((turn) => {
    const path = join(folder, `turn-${turn}.gz`);
    const bytes = Buffer.concat([text(), Buffer.from(`turn ${turn}\n`), text(), text()]);
    writeFileSync(path, gzipSync(bytes));
    return { source: sourceOf(path), bytes };
  });

  it('come in their order, each with its own bytes, however long their reader takes', async () => {
    const ahead = eager(3);
    ahead.foresee(turns.map(({ source }) => source));
    for (const { source, bytes } of turns) {
      let at = 0;
      for await (const chunk of (await ahead.open(source, reader())) ?? []) {
        // Time enough to run as far ahead as may be.
        await new Promise((resolve) => setTimeout(resolve, 3));
        expect(bytes.subarray(at, at + chunk.bytes.length).equals(chunk.bytes)).toBe(true);
        at += chunk.bytes.length;
      }
      expect(at).toBe(bytes.length);
    }
    await ahead.end();
  });

  it('may be left in the middle, passed over, or not be wanted any more', { timeout: 10_000 }, async () => {
    const ahead = eager(3);
    const [first, second, third, fourth] = turns.map(({ source }) => source) as [
      ByteSource,
      ByteSource,
      ByteSource,
      ByteSource,
    ];
    ahead.foresee([first, second, third]);
    for await (const _chunk of (await ahead.open(first, reader())) ?? []) break;
    ahead.foresee([third, fourth]);
    let read = 0;
    for await (const { bytes } of (await ahead.open(third, reader())) ?? []) read += bytes.length;
    expect(read).toBe(turns[2]?.bytes.length);
    expect(await ahead.open(second, reader())).toBe(null);
    await ahead.end();
  });
});

describe('trouble ahead', () => {
  it('reports a packed file that ends early with the bytes before it, as without reading ahead', async () => {
    const path = join(folder, 'cut.gz');
    const packed = gzipSync(text());
    writeFileSync(path, packed.subarray(0, packed.length - 20));
    const expected: string[] = [];
    let kept = 0;
    for await (const chunk of sourceOf(path).chunks((error) => expected.push(error.message))) kept += chunk.length;
    const read = await readAhead(path, 2);
    expect(read.problems).toEqual(expected);
    expect(expected.length).toBe(1);
    expect(read.bytes.length).toBe(kept);
  });

  it('says so when a file becomes shorter while it is read', async () => {
    const path = join(folder, 'shrinks');
    writeFileSync(path, Buffer.concat([text(), text(), text(), text()]));
    const ahead = eager(2);
    const own = reader();
    let first = true;
    for await (const _chunk of (await ahead.open(sourceOf(path), own)) ?? []) {
      if (first) truncateSync(path, blockBytes);
      first = false;
    }
    await ahead.end();
    expect(own.problems).toEqual([expect.stringMatching(/became shorter while it was read: \d+ bytes are missing/)]);
  });

  it('reports a file that cannot be opened any more, and reads the next one', { timeout: 10_000 }, async () => {
    for (const ending of ['', '.gz']) {
      const [gone, next] = ['gone', 'next'].map((name) => join(folder, name + ending)) as [string, string];
      for (const path of [gone, next]) writeFileSync(path, ending === '' ? text() : gzipSync(text()));
      const ahead = eager(2);
      const own = reader();
      const sources = [gone, next].map(sourceOf) as [ByteSource, ByteSource];
      rmSync(gone);
      ahead.foresee(sources);
      for await (const _chunk of (await ahead.open(sources[0], own)) ?? sources[0].chunks(own.problem))
        throw new Error('it is gone');
      expect(own.problems).toEqual([expect.stringContaining('there is no such file')]);
      let read = 0;
      for await (const { bytes } of (await ahead.open(sources[1], own)) ?? []) read += bytes.length;
      await ahead.end();
      expect(read).toBe(text().length);
    }
  });

  it('does not take what another thread cannot open, what is too small, and what nobody foresaw', async () => {
    const path = join(folder, 'small.gz');
    writeFileSync(path, gzipSync('a\n'));
    const source = sourceOf(path);
    const ahead = createReadAhead([needle], { threads: 4, unpackers: 4, linesBehind: 3, least: leastAhead });
    ahead.foresee([source]);
    expect(await ahead.open(source, reader())).toBe(null);
    const { file: _file, ...pipe } = source;
    expect(await ahead.open({ ...pipe, sizeBytes: 1e9 }, reader())).toBe(null);
    await ahead.end();
    const all = eager(2);
    expect(await all.open(source, reader())).toBe(null);
    await all.end();
  });
});

describe('a scan thread that is lost', () => {
  afterEach(() => {
    vi.doUnmock('node:worker_threads');
    vi.resetModules();
  });

  /** A system that gives no threads, or takes them back after some work. */
  const losses: Record<string, (worker: EventEmitter) => void> = {
    'refused at once': () => {
      throw Object.assign(new Error('no thread'), { code: 'ERR_WORKER_INIT_FAILED' });
    },
    'refused later': (worker) => setImmediate(() => worker.emit('error', new Error('EAGAIN'))),
    'ended before its time': (worker) => setImmediate(() => worker.emit('exit', 1)),
  };

  it.each(Object.keys(losses))('%s: its file is read by the main thread', { timeout: 10_000 }, async (how) => {
    class Refused extends EventEmitter {
      constructor() {
        super();
        losses[how]?.(this);
      }
      postMessage(): void {}
      ref(): void {}
      unref(): void {}
      async terminate(): Promise<void> {}
    }
    vi.resetModules();
    vi.doMock('node:worker_threads', () => ({ Worker: Refused }));
    const { createReadAhead: createAnew } = await import('../../../src/ingest/ahead/read-ahead.ts');
    const path = join(folder, 'lost');
    writeFileSync(path, text());
    const ahead = createAnew([needle], { threads: 2, unpackers: 2, linesBehind: 3, least: { plain: 0, packed: 0 } });
    const own = reader();
    const pieces: Buffer[] = [];
    const offsets: number[] = [];
    for (let turn = 0; turn < 2; turn += 1) {
      const chunks = await ahead.open(sourceOf(path), own);
      if (turn === 1) expect(chunks).toBe(null);
      for await (const chunk of chunks ?? []) {
        pieces.push(Buffer.from(chunk.bytes));
        offsets.push(...chunk.offsets);
      }
    }
    await ahead.end();
    expect(own.problems).toEqual([]);
    expect(Buffer.concat(pieces).equals(text())).toBe(true);
    expect(offsets).toEqual(createScanner([needle]).scan(text()).offsets);
  });
});
