import { spawnSync } from 'node:child_process';
import { brotliCompressSync, constants, gzipSync, zstdCompressSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';
import { rest } from '../../src/sources/byte-reader.ts';
import { decompressed } from '../../src/sources/decompress.ts';
import type { Coding } from '../../src/sources/magic.ts';
import { reader, someLog, untilThrown } from './collect.ts';

const zstd = (bytes: Uint8Array) => zstdCompressSync(bytes, { params: { [constants.ZSTD_c_checksumFlag]: 1 } });
const piped = (program: string) => (bytes: Uint8Array) =>
  spawnSync(program, ['-c'], { input: bytes, maxBuffer: 1 << 28 }).stdout;
const has = (program: string) => spawnSync(program, ['--help']).error === undefined;

const codings: readonly (readonly [Coding, (bytes: Uint8Array) => Buffer])[] = [
  ['gz', (bytes) => gzipSync(bytes)],
  ['zst', zstd],
  ['br', (bytes) => brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 4 } })],
  ...(has('xz') ? [['xz', piped('xz')] as const] : []),
  ...(has('bzip2') ? [['bz2', piped('bzip2')] as const] : []),
];

const log = someLog(8000);
const decoded = (coding: Coding, bytes: Uint8Array, sizes?: readonly number[]) =>
  untilThrown(decompressed(coding, reader(bytes, sizes)));

describe.each(codings)('%s', (coding, compress) => {
  const packed = compress(log);

  test('gives back what was compressed', async () => {
    const { bytes, error } = await decoded(coding, packed);
    expect(error).toBeNull();
    expect(bytes.equals(log)).toBe(true);
  });

  test('one empty file', async () =>
    expect(await decoded(coding, compress(Buffer.alloc(0)))).toEqual({ bytes: Buffer.alloc(0), error: null }));

  // A download that broke off: everything up to there must be used, and it must be said.
  test.each([0.999, 0.5, 0.02])('cut at %f of its length keeps the head and says so', async (share) => {
    const { bytes, error } = await decoded(coding, packed.subarray(0, Math.floor(packed.length * share)));
    expect(error?.message).toMatch(/damaged or cut|end/i);
    expect(bytes.equals(log.subarray(0, bytes.length))).toBe(true);
    // Codings work by blocks: of the largest, bzip2's, there are 900,000 bytes.
    if (coding !== 'bz2') expect(bytes.length).toBeGreaterThan(log.length * share - 140_000);
  });

  test('a bit turned over in the middle is an error, never other text without a word', async () => {
    const damaged = Buffer.from(packed);
    damaged[packed.length >> 1] = (damaged[packed.length >> 1] ?? 0) ^ 0x55;
    const { bytes, error } = await decoded(coding, damaged);
    if (coding === 'br') return; // brotli has no checksum
    expect(error).not.toBeNull();
    expect(bytes.length).toBeGreaterThan(coding === 'bz2' || coding === 'xz' ? -1 : 0);
  });

  if (coding !== 'br') {
    test('several compressed streams one after the other are one', async () => {
      const { bytes, error } = await decoded(coding, Buffer.concat([packed, packed, compress(Buffer.from('end'))]));
      expect(error).toBeNull();
      expect(bytes.equals(Buffer.concat([log, log, Buffer.from('end')]))).toBe(true);
    });
  }

  test('something else behind it is said, and nothing before it is lost', async () => {
    const { bytes, error } = await decoded(coding, Buffer.concat([packed, Buffer.from('and a line of text\n')]));
    expect(error).not.toBeNull();
    expect(bytes.equals(log)).toBe(true);
  });
});

describe('gzip', () => {
  // The last lines before a crash are the ones asked for, and node:zlib withholds them here.
  test('a wrong checksum loses no byte', async () => {
    const damaged = gzipSync(log);
    damaged[damaged.length - 6] = (damaged[damaged.length - 6] ?? 0) ^ 1;
    const { bytes, error } = await decoded('gz', damaged);
    expect(error?.message).toContain('checksum');
    expect(bytes.equals(log)).toBe(true);
  });

  test('zeros behind it are padding', async () => {
    const { bytes, error } = await decoded('gz', Buffer.concat([gzipSync(log), Buffer.alloc(100_000)]));
    expect(error).toBeNull();
    expect(bytes.equals(log)).toBe(true);
  });

  test('every optional header field is passed over', async () => {
    const plain = gzipSync('text\n');
    const fields = Buffer.from('\x05\0extra' + 'kern.log\0' + 'a comment\0' + 'hc', 'latin1');
    const header = Buffer.concat([plain.subarray(0, 3), Buffer.from([0b11110]), plain.subarray(4, 10), fields]);
    const { bytes, error } = await decoded('gz', Buffer.concat([header, plain.subarray(10)]), [1]);
    expect({ text: bytes.toString(), error }).toEqual({ text: 'text\n', error: null });
  });

  test('any cut of a small file gives a head and an error, never a throw of ours', async () => {
    const packed = gzipSync('Out of memory\n'.repeat(20));
    for (let length = 2; length < packed.length; length++) {
      const { error } = await decoded('gz', packed.subarray(0, length));
      expect(error?.message).toMatch(/^the gzip data is damaged or cut/);
    }
  });
});

describe('zstd', () => {
  // pzstd writes these, and an index may stand behind the data; node:zlib stops at either.
  test('skippable frames are passed over', async () => {
    const skippable = Buffer.from('\x5e\x2a\x4d\x18\x04\0\0\0abcd', 'latin1');
    const { bytes, error } = await decoded(
      'zst',
      Buffer.concat([skippable, zstd(log), skippable, zstd(log), skippable]),
    );
    expect(error).toBeNull();
    expect(bytes.equals(Buffer.concat([log, log]))).toBe(true);
  });

  test('any cut of a small file is an error', async () => {
    const packed = zstd(someLog(50));
    for (let length = 1; length < packed.length; length++) {
      const { error } = await decoded('zst', packed.subarray(0, length));
      expect(error?.message).toMatch(/^the zstd data is damaged or cut/);
    }
  });

  test('all forms of the frame header', async () => {
    for (const contentSize of [0, 1]) {
      for (const size of [0, 1, 255, 256, 70_000]) {
        const content = Buffer.alloc(size, 'ab');
        const params = {
          [constants.ZSTD_c_contentSizeFlag]: contentSize,
          [constants.ZSTD_c_checksumFlag]: contentSize,
        };
        const { bytes, error } = await decoded('zst', zstdCompressSync(content, { params }), [7]);
        expect({ size, same: bytes.equals(content), error }).toEqual({ size, same: true, error: null });
      }
    }
  });
});

// No border between chunks may matter, whatever the content: this is what makes file, pipe and gz equal.
test.each(codings.filter(([coding]) => ['gz', 'zst', 'br'].includes(coding)))(
  '%s: any content through any chunks',
  async (coding, compress) => {
    await fc.assert(
      fc.asyncProperty(
        fc.uint8Array({ maxLength: 3000 }),
        fc.array(fc.integer({ min: 1, max: 400 }), { minLength: 1, maxLength: 4 }),
        async (content, sizes) => {
          const { bytes, error } = await decoded(coding, compress(content), sizes);
          expect(error).toBeNull();
          expect(bytes.equals(content)).toBe(true);
        },
      ),
      { numRuns: 60 },
    );
  },
);

/** Programs and streams of this thread that keep it alive. */
const running = (): number =>
  process.getActiveResourcesInfo().filter((name) => /^(?:ProcessWrap|PipeWrap|Zlib|FSReqCallback)/.test(name)).length;

// `head` closes the pipe, a preview has enough lines: an xz that goes on would hold the program back for gigabytes.
test('a caller that stops early leaves nothing running', async () => {
  const before = running();
  for (const [coding, compress] of codings) {
    const input = reader(compress(log));
    for await (const _ of rest(reader(compress(log)))) break;
    for await (const _ of decompressed(coding, input)) break;
    await input.close();
  }
  await vi.waitFor(() => expect(running()).toBeLessThanOrEqual(before));
});
