import { execFileSync } from 'node:child_process';
import { createWriteStream, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import { afterAll, expect, it } from 'vitest';
import { readSets } from '../../src/corpus/replay.ts';
import { discover } from '../../src/sources/index.ts';
import { type CaseLog, logs } from './cases.ts';

const folder = mkdtempSync(join(tmpdir(), 'oomtrail-transport-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** The records behind a path, with the path taken out of them. */
async function found(path: string, { facts }: CaseLog): Promise<unknown> {
  const { stored, problems } = await readSets(
    discover([path], (error) => {
      throw error;
    }),
    facts,
  );
  expect(problems).toEqual([]);
  return stored.map(({ record }) => ({ ...record, source: { ...record.source, path: null } }));
}

/** How a log reaches us must not change what is in it: offsets count decompressed bytes, and a pipe has no size or time. */
it.each(logs.map((log) => [log.name, log] as const))('%s: file, gz, zst and pipe give the same', async (_name, log) => {
  const bytes = log.bytes();
  const plain = await found(log.path, log);
  const zipped = join(folder, 'x.log.gz');
  writeFileSync(zipped, gzipSync(bytes));
  expect(await found(zipped, log)).toEqual(plain);
  const zstd = join(folder, 'x.log.zst');
  writeFileSync(zstd, zstdCompressSync(bytes));
  expect(await found(zstd, log)).toEqual(plain);
  const pipe = join(folder, 'pipe');
  execFileSync('mkfifo', [pipe]);
  const writer = createWriteStream(pipe, { highWaterMark: 4096 });
  writer.end(bytes);
  expect(await found(pipe, log)).toEqual(plain);
  rmSync(pipe);
});
