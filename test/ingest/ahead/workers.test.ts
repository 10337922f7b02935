import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import { afterAll, describe, expect, it } from 'vitest';
import type { KernelRecord } from '../../../parsers/model/record.ts';
import { KnownError } from '../../../src/errors.ts';
import { ingest } from '../../../src/ingest/ingest.ts';
import type { FileCoverage } from '../../../src/ingest/sink.ts';
import { discover } from '../../../src/sources/discover.ts';
import { setsInTurn } from '../../../src/sources/sets-in-turn.ts';
import type { SourceSet } from '../../../src/sources/source.ts';
import { logs } from '../../corpus/cases.ts';
import { asWritten } from '../as-written.ts';

const folder = mkdtempSync(join(tmpdir(), 'oomtrail-workers-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

type Sets = (problem: (error: KnownError) => void) => AsyncIterable<SourceSet>;

/** All that one reading says, in the order in which it says it. */
async function read(open: Sets, jobs: number, year: number | null = 2026) {
  const said: (KernelRecord | FileCoverage | string)[] = [];
  const problem = ({ message, exitCode }: KnownError) => void said.push(`${exitCode}: ${message}`);
  await ingest(
    setsInTurn(open, problem),
    {
      ...asWritten,
      year,
      want: { records: true, samples: false },
      jobs,
      unpackers: jobs,
      leastAhead: { plain: 0, packed: 0 },
    },
    {
      record: (record) => said.push(record),
      sample: () => {},
      coverage: (row) => said.push(row),
      problem,
      flush: async () => {},
    },
  );
  return said;
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

/** Of a machine's logs: rotated sets, packed and not, and what stands among them. */
const machine: Record<string, Buffer> = {
  ...inputs,
  ...Object.fromEntries(
    [1, 2, 3, 4, 5, 6].map((turn) => {
      // A record goes on from each file to the next.
      const half = oneKill.length / 2;
      const log = [oneKill.subarray(half), ordinary, Buffer.from(`Mar  3 11:0${turn}:00 web-1 cron: turn\n`)];
      const bytes = Buffer.concat([...log, oneKill.subarray(0, half)]);
      return [`set/kern.log.${turn}.${turn % 2 ? 'gz' : 'zst'}`, turn % 2 ? gzipSync(bytes) : zstdCompressSync(bytes)];
    }),
  ),
  'set/kern.log': oneKill.subarray(oneKill.length / 2),
  'set/broken.log.2.gz': gzipSync(Buffer.concat([oneKill, ordinary])).subarray(0, -3000),
  'set/broken.log.1.gz': gzipSync(oneKill),
  'set/broken.log': oneKill,
  'dated/a.log.gz': gzipSync(dated(1)),
  'dated/b.log.gz': gzipSync(dated(2)).subarray(0, -40),
  'dated/c.png': Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
  'dated/d.log.zst': zstdCompressSync(dated(3)).subarray(0, -20),
  'dated/e.log.gz': gzipSync(dated(4)),
  'dated/f.tar': Buffer.alloc(0),
  'dated/samples.csv.gz': gzipSync(Buffer.from(`time,rss\n${'2026-03-03T10:00:00Z,12\n'.repeat(90_000)}`)),
};

function dated(day: number): Buffer {
  const line = `2026-03-0${day}T10:00:00.000000+00:00 web-1 nginx[77]: request served in 12 ms\n`;
  const lines = line.repeat(30_000);
  return Buffer.from(`${lines}${line.replace(/nginx.*/, 'kernel: Out of memory: Killed process 7 (a)')}${lines}`);
}

function writeAll(files: Record<string, Buffer>, base: string): void {
  for (const [name, bytes] of Object.entries(files)) {
    mkdirSync(dirname(join(base, name)), { recursive: true });
    writeFileSync(join(base, name), bytes);
  }
}

describe('what several threads read', () => {
  it('is what one reads, damaged or not, in the same order', { timeout: 120_000 }, async () => {
    const base = join(folder, 'alike');
    writeAll(machine, base);
    symlinkSync(base, join(base, 'set/loop'));
    symlinkSync('nowhere', join(base, 'set/gone.log.gz'));
    execFileSync('mkfifo', [join(base, 'dated/pipe.gz')]);
    execFileSync('tar', ['-cf', join(base, 'dated/f.tar'), '-C', base, 'dated/a.log.gz', 'set/kern.log']);
    chmodSync(join(base, 'dated/b.log.gz'), 0);
    const sets: Sets = (problem) => discover([base, join(base, 'missing.gz')], problem);
    for (const year of [2026, null]) {
      const alone = await read(sets, 1, year);
      expect(alone.filter((each) => typeof each !== 'string' && 'kind' in each).length).toBeGreaterThan(50);
      expect(alone.filter((each) => typeof each === 'string').length).toBeGreaterThan(5);
      for (const jobs of year ? [2, 4] : [3]) expect(await read(sets, jobs, year)).toEqual(alone);
    }
  });

  it('is the same where files vanish or are replaced before they are read', { timeout: 60_000 }, async () => {
    const answers = [];
    for (const jobs of [1, 3]) {
      const base = join(folder, 'vanish');
      rmSync(base, { recursive: true, force: true });
      writeAll(machine, base);
      answers.push(
        await read(
          async function* (problem) {
            for await (const set of discover([join(base, 'set'), join(base, 'dated')], problem)) {
              for (const name of ['set/kern.log.3.gz', 'dated/e.log.gz']) {
                if (set.members.some(({ path }) => path.endsWith(name))) rmSync(join(base, name));
              }
              const replaced = join(base, 'set/kern.log.5.gz');
              if (set.members.some(({ path }) => path === replaced)) {
                writeFileSync(`${replaced}.new`, gzipSync(oneKill));
                renameSync(`${replaced}.new`, replaced);
              }
              yield set;
            }
          },
          jobs,
          2026,
        ),
      );
    }
    const [alone, several] = answers;
    expect(alone?.filter((each) => typeof each === 'string')).toHaveLength(7);
    expect(several).toEqual(alone);
  });
});

describe('sets that are peeked at', () => {
  const set = (name: string, rereadable = true): SourceSet => ({
    name,
    members: [{ path: name, directory: '/', modifiedMs: null, sizeBytes: null, rereadable, async *chunks() {} }],
  });
  const trouble = (text: string): KnownError => new KnownError(text);

  it('come once each, and their trouble when it would come without', async () => {
    const log: string[] = [];
    const sets = setsInTurn(
      async function* (problem) {
        problem(trouble('before a'));
        yield set('a');
        problem(trouble('between'));
        yield set('b');
        problem(trouble('before the pipe'));
        yield set('pipe', false);
        problem(trouble('behind'));
        yield set('c');
        problem(trouble('at the end'));
      },
      ({ message }) => log.push(message),
    );
    expect(await sets.peek(1)).toEqual([]);
    for await (const { name } of sets) {
      log.push(name);
      const [first, second] = await Promise.all([sets.peek(3), sets.peek(3)]);
      expect(first).toEqual(second);
      log.push(`peeked: ${first.map((next) => next.name).join(' ') || 'nothing'}`);
    }
    expect(log).toEqual([
      ...['before a', 'a', 'peeked: b pipe', 'between', 'b', 'peeked: pipe'],
      ...['before the pipe', 'pipe', 'peeked: nothing', 'behind', 'c', 'peeked: nothing', 'at the end'],
    ]);
  });
});
