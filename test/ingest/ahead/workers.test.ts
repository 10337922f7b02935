import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import { afterAll, describe, expect, it } from 'vitest';
import type { KernelRecord } from '../../../parsers/model/record.ts';
import { ingest } from '../../../src/ingest/ingest.ts';
import type { FileCoverage } from '../../../src/ingest/sink.ts';
import { fileSource } from '../../../src/sources/file-source.ts';
import type { SourceSet } from '../../../src/sources/source.ts';
import { logs } from '../../corpus/cases.ts';
import { asWritten } from '../as-written.ts';

const folder = mkdtempSync(join(tmpdir(), 'oomtrail-workers-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** All that one reading says, in the order in which it says it. */
async function read(sets: readonly SourceSet[], jobs: number) {
  const records: KernelRecord[] = [];
  const coverage: FileCoverage[] = [];
  const problems: string[] = [];
  await ingest(
    sets,
    {
      ...asWritten,
      year: 2026,
      want: { records: true, samples: false },
      jobs,
      leastAhead: { plain: 0, packed: 0 },
    },
    {
      record: (record) => records.push(record),
      sample: () => {},
      coverage: (row) => coverage.push(row),
      problem: ({ message, exitCode }) => problems.push(`${exitCode}: ${message}`),
      flush: async () => {},
    },
  );
  return { records, coverage, problems };
}

const golden = logs.map((log) => log.bytes());
const oneKill = golden.find((bytes) => bytes.includes('invoked oom-killer') && bytes.length < 60_000) as Buffer;
const ordinary = Buffer.alloc(2.5 * (1 << 20), 'Mar  3 10:00:00 web-1 nginx[77]: request served in 12 ms\n');

/** Logs as they come, and what is no log or is damaged: what threads could see otherwise than one reader. */
const inputs: Record<string, Buffer> = {
  ...Object.fromEntries(golden.map((bytes, index) => [`golden-${index}.log`, bytes])),
  'long.log': Buffer.concat([ordinary, oneKill, ordinary, oneKill.subarray(0, oneKill.length / 2)]),
  'empty.log': Buffer.alloc(0),
  'newlines.log': Buffer.alloc(300_000, '\n'),
  'nul.log': Buffer.concat([Buffer.alloc(1 << 20), oneKill, Buffer.alloc(5000), oneKill]),
  'one-line.log': Buffer.concat([ordinary.subarray(0, 57), Buffer.alloc(3 << 20, 'x'), Buffer.from('\n'), oneKill]),
  'crlf.log': Buffer.from(oneKill.toString('latin1').replaceAll('\n', '\r\n'), 'latin1'),
  'binary.log': Buffer.from(Array.from({ length: 200_000 }, (_, at) => (at * 7919) % 251)),
  'no-newline.log': oneKill.subarray(0, oneKill.length - 1),
  'half.log.gz': gzipSync(Buffer.concat([ordinary, oneKill])).subarray(0, -300),
  'kill.log.gz': gzipSync(Buffer.concat([ordinary, oneKill, ordinary])),
  'two-members.log.gz': Buffer.concat([gzipSync(oneKill), gzipSync(ordinary), gzipSync(oneKill)]),
  'kill.log.zst': zstdCompressSync(Buffer.concat([ordinary, oneKill, ordinary])),
  'half.log.zst': zstdCompressSync(Buffer.concat([ordinary, oneKill])).subarray(0, -50),
  'no-gz.log.gz': Buffer.from('this is no gzip\n'),
};

describe('what several threads read', () => {
  it('is what one reads: records, coverage and problems, in the same order', { timeout: 120_000 }, async () => {
    const sets = Object.entries(inputs).map(([name, bytes]) => {
      const path = join(folder, name);
      writeFileSync(path, bytes);
      return { name: path, members: [fileSource({ path, stats: statSync(path) }, 'text')] };
    });
    const alone = await read(sets, 1);
    expect(alone.records.length).toBeGreaterThan(50);
    expect(alone.problems.length).toBeGreaterThan(1);
    for (const jobs of [2, 3]) expect(await read(sets, jobs)).toEqual(alone);
  });
});
