import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { brotliCompressSync, constants, gzipSync, zstdCompressSync } from 'node:zlib';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { archive } from './archive.ts';
import { collect, folder, namedPipe, someLog } from './collect.ts';

const head = someLog(120).subarray(0, 8192);

const wrappings: Readonly<Record<string, (bytes: Buffer) => Uint8Array | Promise<Uint8Array>>> = {
  plain: (bytes) => bytes,
  'x.gz': (bytes) => gzipSync(bytes),
  'x.zst': (bytes) => zstdCompressSync(bytes),
  'x.br': (bytes) => brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 1 } }),
  'x.gz.zst': (bytes) => zstdCompressSync(gzipSync(bytes)),
  'x.tar': (bytes) => archive({ before: 'other\n', member: bytes, after: 'other\n' }),
  'x.tar.gz': async (bytes) => gzipSync(await archive({ 'dir/member.gz': gzipSync(bytes) })),
};

// Records must be the same through a file, a pipe and a gz; that begins with the bytes.
test('the same bytes through files, compression, archives and pipes', async () => {
  const base = await folder();
  const pipe = join(base, 'pipe');
  namedPipe(pipe);
  await fc.assert(
    fc.asyncProperty(
      fc.uint8Array({ maxLength: 40_000, size: 'max' }),
      fc.integer({ min: 1, max: 40 }),
      async (random, times) => {
        const content = Buffer.concat([head, ...Array.from({ length: times }, () => random)]);
        for (const [name, wrap] of Object.entries(wrappings)) {
          const wrapped = await wrap(content);
          writeFileSync(join(base, name), wrapped);
          const read = [await collect(join(base, name))];
          // Brotli has no signature: only a name can tell it, and a pipe has none.
          if (name !== 'x.br') read.push((await Promise.all([collect(pipe), writeFile(pipe, wrapped)]))[0]);
          for (const { bytes, problems } of read) {
            expect(problems).toEqual([]);
            const found = [...bytes].find(([path]) => !/before$|after$/.test(path))?.[1];
            expect({ name, same: found?.equals(content) }).toEqual({ name, same: true });
          }
        }
      },
    ),
    { numRuns: 8 },
  );
});

/** A process that reads its standard input through `discover` and writes what it found to standard output. */
const program = `
  import { discover } from ${JSON.stringify(join(import.meta.dirname, '../../src/sources/index.ts'))};
  for await (const { members } of discover(['-'], ({ message }) => console.error(message))) {
    for (const { path, chunks } of members) {
      console.error('source ' + path);
      for await (const chunk of chunks(({ message }) => console.error(message))) process.stdout.write(Buffer.from(chunk));
    }
  }
`;

async function throughStandardInput(bytes: Uint8Array, pieceBytes: number) {
  const child = spawn(process.execPath, ['--input-type=module', '--eval', program]);
  const out: Buffer[] = [];
  const err: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => out.push(chunk));
  child.stderr.on('data', (chunk: Buffer) => err.push(chunk));
  child.stdin.on('error', () => {});
  for (let at = 0; at < bytes.length; at += pieceBytes) child.stdin.write(bytes.subarray(at, at + pieceBytes));
  child.stdin.end();
  await once(child, 'close');
  return { bytes: Buffer.concat(out), said: Buffer.concat(err).toString() };
}

const log = someLog(4000);

test.each([
  ['plain text', log, 10_000, 'source -\n'],
  ['a gz in small pieces', gzipSync(log), 100, 'source -\n'],
  ['nothing', Buffer.alloc(0), 1, 'source -\n'],
])('standard input: %s', async (_, input, pieceBytes, said) => {
  const through = await throughStandardInput(input, pieceBytes);
  expect(through.said).toBe(said);
  if (input.length > 0) expect(through.bytes.equals(log)).toBe(true);
});

test('standard input: an archive, a binary, a journal', async () => {
  const tar = await throughStandardInput(gzipSync(await archive({ 'a/kern.log': log })), 5000);
  expect(tar.said).toBe('source -:a/kern.log\n');
  expect(tar.bytes.equals(log)).toBe(true);
  const elf = await throughStandardInput(Buffer.from('\x7fELF\x02\x01\x01'), 100);
  expect(elf.said).toBe('-: not read: an ELF program or core dump\n');
  const journal = await throughStandardInput(Buffer.from('LPKSHHRH'), 100);
  expect(journal.said).toBe('-: not read: a binary journal that is packed or piped, which journalctl cannot open\n');
});
