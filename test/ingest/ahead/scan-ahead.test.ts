import { mkdtempSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, describe, expect, it } from 'vitest';
import type { KnownError } from '../../../src/cli/errors.ts';
import { blockBytes } from '../../../src/ingest/ahead/messages.ts';
import { createScanAhead } from '../../../src/ingest/ahead/scan-ahead.ts';
import { createScanner } from '../../../src/scan/index.ts';
import { fileSource } from '../../../src/sources/file-source.ts';

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

async function readAhead(path: string, jobs: number) {
  const ahead = createScanAhead([needle], jobs, { plain: 0, packed: 0 });
  const problems: KnownError[] = [];
  const pieces: Buffer[] = [];
  const offsets: number[] = [];
  let newlines = 0;
  try {
    const chunks = await ahead.open(fileSource({ path, stats: statSync(path) }, 'text'), (error) =>
      problems.push(error),
    );
    if (chunks === null) throw new Error('not opened');
    for await (const chunk of chunks) {
      pieces.push(Buffer.from(chunk.bytes));
      offsets.push(...chunk.offsets);
      newlines += chunk.newlines;
    }
  } finally {
    ahead.end();
  }
  return { bytes: Buffer.concat(pieces), offsets, newlines, problems: problems.map(({ message }) => message) };
}

describe.each([2, 3])('%i scan threads', (jobs) => {
  it.each([
    ['plain', (bytes: Buffer) => bytes],
    ['packed', (bytes: Buffer) => gzipSync(bytes)],
  ])('give the bytes, finds and newlines of a %s file in order', async (name, pack) => {
    const path = join(folder, `${name}-${jobs}`);
    const bytes = text();
    writeFileSync(path, pack(bytes));
    const { offsets, newlines } = createScanner([needle]).scan(bytes);
    const read = await readAhead(path, jobs);
    expect(read.bytes.equals(bytes)).toBe(true);
    expect({ ...read, bytes: null }).toEqual({ bytes: null, offsets: [...offsets], newlines, problems: [] });
    expect(offsets.length).toBe(5);
  });
});

describe('one scan thread after another file', () => {
  it('reads packed files one behind the other without writing into what is still read', async () => {
    const ahead = createScanAhead([needle], 2, { plain: 0, packed: 0 });
    try {
      for (const turn of [1, 2, 3]) {
        const path = join(folder, `turn-${turn}.gz`);
        const bytes = Buffer.concat([text(), Buffer.from(`turn ${turn}\n`), text(), text()]);
        writeFileSync(path, gzipSync(bytes));
        const chunks = await ahead.open(fileSource({ path, stats: statSync(path) }, 'text'), () => {});
        let at = 0;
        for await (const chunk of chunks ?? []) {
          // Time enough for the thread to run as far ahead as it may.
          await new Promise((resolve) => setTimeout(resolve, 10));
          expect(bytes.subarray(at, at + chunk.bytes.length).equals(chunk.bytes)).toBe(true);
          at += chunk.bytes.length;
        }
        expect(at).toBe(bytes.length);
      }
    } finally {
      ahead.end();
    }
  });
});

describe('trouble in a scan thread', () => {
  it('reports a packed file that ends early with the bytes before it, as without threads', async () => {
    const path = join(folder, 'cut.gz');
    const packed = gzipSync(text());
    writeFileSync(path, packed.subarray(0, packed.length - 20));
    const expected: string[] = [];
    let kept = 0;
    for await (const chunk of fileSource({ path, stats: statSync(path) }, 'text').chunks((error) =>
      expected.push(error.message),
    ))
      kept += chunk.length;
    const read = await readAhead(path, 2);
    expect(read.problems).toEqual(expected);
    expect(expected.length).toBe(1);
    expect(read.bytes.length).toBe(kept);
  });

  it('says so when a file becomes shorter while it is read', async () => {
    const path = join(folder, 'shrinks');
    writeFileSync(path, Buffer.concat([text(), text(), text(), text()]));
    const ahead = createScanAhead([needle], 2, { plain: 0, packed: 0 });
    const problems: string[] = [];
    const source = fileSource({ path, stats: statSync(path) }, 'text');
    const chunks = await ahead.open(source, (error) => problems.push(error.message));
    let first = true;
    for await (const _chunk of chunks ?? []) {
      if (first) truncateSync(path, blockBytes);
      first = false;
    }
    ahead.end();
    expect(problems).toEqual([expect.stringMatching(/became shorter while it was read: \d+ bytes are missing/)]);
  });

  it('reports a file that cannot be opened any more, and reads the next one', { timeout: 10_000 }, async () => {
    const [gone, next] = ['gone', 'next'].map((name) => join(folder, name)) as [string, string];
    for (const path of [gone, next]) writeFileSync(path, text());
    const ahead = createScanAhead([needle], 2, { plain: 0, packed: 0 });
    const problems: string[] = [];
    const open = (path: string) =>
      ahead.open(fileSource({ path, stats: statSync(path) }, 'text'), ({ message }) => problems.push(message));
    const chunks = await open(gone);
    rmSync(gone);
    for await (const _chunk of chunks ?? []) throw new Error('it is gone');
    expect(problems).toEqual([expect.stringContaining('there is no such file')]);
    let read = 0;
    for await (const { bytes } of (await open(next)) ?? []) read += bytes.length;
    ahead.end();
    expect(read).toBe(text().length);
  });

  it('does not take what another thread cannot open, or what is too small', async () => {
    const path = join(folder, 'small');
    writeFileSync(path, 'a\n');
    const source = fileSource({ path, stats: statSync(path) }, 'text');
    const ahead = createScanAhead([needle], 4);
    expect(await ahead.open(source, () => {})).toBe(null);
    const { file: _file, ...pipe } = source;
    expect(await ahead.open({ ...pipe, sizeBytes: 1e9 }, () => {})).toBe(null);
    ahead.end();
  });
});
