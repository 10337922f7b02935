import { createHash } from 'node:crypto';
import { EventEmitter } from 'node:events';
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { gzipSync } from 'node:zlib';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import type { KnownError } from '../../../src/errors.ts';
import { ingest } from '../../../src/ingest/ingest.ts';
import type { IngestOptions } from '../../../src/ingest/options.ts';
import type { FileHead, Sink } from '../../../src/ingest/sink.ts';
import { discover } from '../../../src/sources/discover.ts';
import { setsInTurn } from '../../../src/sources/sets-in-turn.ts';
import type { SourceSet } from '../../../src/sources/source.ts';
import { logs } from '../../corpus/cases.ts';
import { asWritten } from '../as-written.ts';

const folder = mkdtempSync(join(tmpdir(), 'oomtrail-beside-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
afterEach(() => vi.restoreAllMocks());

/** The parts that a test loads anew where it puts another Worker under them. */
const program = { ingest, discover, setsInTurn };

type Sets = (find: typeof discover, problem: (error: KnownError) => void) => AsyncIterable<SourceSet>;

interface Reading {
  readonly readers: number;
  readonly options?: Partial<IngestOptions>;
  /** What of the files is wanted; absent: the sink does not ask for heads. */
  readonly wants?: (head: FileHead) => boolean;
}

/** All that one reading says, in the order in which it says it. */
async function read(open: Sets, { readers, options, wants }: Reading, parts = program): Promise<readonly unknown[]> {
  const said: unknown[] = [];
  const reached = new Map<string, number>();
  const problem = ({ message, exitCode, hint }: KnownError) => void said.push({ message, exitCode, hint });
  const sink: Sink = {
    ...(wants && {
      begin: async (head: FileHead) => {
        said.push({ ...head, bytes: createHash('sha256').update(head.bytes).digest('hex') });
        return wants(head);
      },
    }),
    record: (...facts) => said.push(facts),
    sample: (...facts) => said.push(facts),
    coverage: (row) => said.push(row),
    problem,
    flush: async () => {},
  };
  await parts.ingest(
    parts.setsInTurn((tell) => open(parts.discover, tell), problem),
    { ...asWritten, ...options, readers, beside: { leastWaiting: 2, mostBytes: 4 << 20 } },
    sink,
    ({ path, bytesDone }) => reached.set(path, bytesDone),
  );
  return [...said, [...reached].sort()];
}

const writtenS = Date.UTC(2026, 10, 1) / 1000;

/** As many sets as a folder of logs has, written anew; packed, damaged and foreign ones among them. */
function writeFolder(name: string): string {
  const base = join(folder, name);
  rmSync(base, { recursive: true, force: true });
  mkdirSync(join(base, 'apart'), { recursive: true });
  const some = logs.filter((_, index) => index % 5 === 0);
  const small = some.map((log) => log.bytes()).filter((bytes) => bytes.length < 300_000);
  for (const [index, bytes] of small.entries()) {
    const path = join(base, index % 3 ? '' : 'apart', `log-${index}.log`);
    if (index % 7 === 0) writeFileSync(`${path}.gz`, gzipSync(bytes));
    else writeFileSync(path, bytes);
  }
  const kill = small.find((bytes) => bytes.includes('invoked oom-killer')) as Buffer;
  writeFileSync(join(base, 'kern.log.1'), kill.subarray(0, kill.length / 2));
  writeFileSync(join(base, 'kern.log'), kill.subarray(kill.length / 2));
  writeFileSync(join(base, 'half.log.gz'), gzipSync(kill).subarray(0, -30));
  writeFileSync(join(base, 'empty.log'), '');
  writeFileSync(join(base, 'nul.log'), Buffer.concat([Buffer.alloc(5000), kill]));
  writeFileSync(join(base, 'secret.log'), kill);
  chmodSync(join(base, 'secret.log'), 0);
  writeFileSync(join(base, 'notes.txt'), 'nothing that anybody knows\n'.repeat(300));
  for (const path of readdirSync(base, { recursive: true, encoding: 'utf8' })) {
    if (path !== 'apart') utimesSync(join(base, path), writtenS, writtenS);
  }
  return base;
}

const problemsIn = (said: readonly unknown[]): readonly unknown[] =>
  said.filter((each) => typeof each === 'object' && each !== null && 'message' in each);

describe('small files that several threads read', () => {
  const base = writeFolder('alike');
  const sets: Sets = (find, problem) => find([base, join(base, 'missing.log')], problem);

  it.each<[string, Partial<IngestOptions>, Reading['wants']?]>([
    ['all that is in them', {}],
    ['with a year from the user', { year: 2026 }],
    ['records alone', { want: { records: true, samples: false } }],
    ['a period', { sinceUs: Date.UTC(2026, 2, 1) * 1000, untilUs: Date.UTC(2026, 9, 1) * 1000 }],
    ['for one who wants to know the files', {}, () => true],
    ['for one who refuses some of them', {}, ({ path }) => !basename(path).includes('3')],
  ])('give what one reader gives, in the same order: %s', { timeout: 120_000 }, async (_, options, wants) => {
    const asked = vi.spyOn(Worker.prototype, 'postMessage');
    const reading = { options, ...(wants && { wants }) };
    const alone = await read(sets, { ...reading, readers: 1 });
    expect(asked).not.toHaveBeenCalled();
    expect(alone.length).toBeGreaterThan(100);
    expect(problemsIn(alone).length).toBeGreaterThan(1);
    for (const readers of [2, 3]) expect(await read(sets, { ...reading, readers })).toEqual(alone);
    const messages = asked.mock.calls.flatMap(([request]) => request as unknown[]);
    expect(messages.length).toBeGreaterThan(20);
  });

  it('may vanish, or be replaced, before they are read', { timeout: 60_000 }, async () => {
    const answers: (readonly unknown[])[] = [];
    for (const readers of [1, 3]) {
      const vanishing = writeFolder('vanishing');
      const replaced = join(vanishing, 'log-40.log');
      answers.push(
        await read(
          async function* (find, problem) {
            for await (const set of find([vanishing], problem)) {
              if (set.name.endsWith('log-20.log')) rmSync(set.name);
              if (set.name === replaced) {
                writeFileSync(`${replaced}.new`, 'Mar  3 10:00:00 a kernel: another\n');
                renameSync(`${replaced}.new`, replaced);
              }
              yield set;
            }
          },
          { readers },
        ),
      );
    }
    const [alone, several] = answers;
    expect(problemsIn(alone ?? []).length).toBeGreaterThan(2);
    expect(several).toEqual(alone);
  });

  it('that hold more than can wait are read in their turn', { timeout: 60_000 }, async () => {
    const many = join(folder, 'many');
    mkdirSync(many);
    const rows = Array.from(
      { length: 2500 },
      (_, at) => `${new Date(Date.UTC(2026, 2, 3) + at * 1000).toISOString()},${at}`,
    );
    for (let file = 0; file < 12; file += 1) {
      writeFileSync(join(many, `${file}.csv`), `time,rss_bytes\n${rows.slice(0, file % 2 ? 2500 : 10).join('\n')}\n`);
    }
    const of: Sets = (find, problem) => find([many], problem);
    const alone = await read(of, { readers: 1 });
    expect(alone.length).toBeGreaterThan(6 * 2500);
    expect(await read(of, { readers: 2 })).toEqual(alone);
  });
});

describe('a reader thread that is lost', () => {
  afterEach(() => {
    vi.doUnmock('node:worker_threads');
    vi.resetModules();
  });

  const sets: Sets = (find, problem) => find([join(folder, 'lost')], problem);
  let alone: readonly unknown[] = [];
  beforeAll(async () => {
    writeFolder('lost');
    alone = await read(sets, { readers: 1 });
  });

  const losses: Readonly<Record<string, (worker: EventEmitter) => void>> = {
    'refused at once': () => {
      throw new Error('EAGAIN');
    },
    'refused later': (worker) => setImmediate(() => worker.emit('error', new Error('EAGAIN'))),
    'ended before its time': (worker) => setTimeout(() => worker.emit('exit', 1), 50),
  };

  it.each(Object.keys(losses))('%s: its files are read by the main thread', { timeout: 60_000 }, async (how) => {
    let asked = 0;
    class Lost extends EventEmitter {
      constructor() {
        super();
        losses[how]?.(this);
      }
      postMessage(): void {
        asked += 1;
      }
      ref(): void {}
      unref(): void {}
      async terminate(): Promise<void> {}
    }
    vi.resetModules();
    vi.doMock('node:worker_threads', () => ({ Worker: Lost }));
    const [found, inTurn, ingested] = await Promise.all([
      import('../../../src/sources/discover.ts'),
      import('../../../src/sources/sets-in-turn.ts'),
      import('../../../src/ingest/ingest.ts'),
    ]);
    expect(await read(sets, { readers: 2 }, { ...found, ...inTurn, ...ingested })).toEqual(alone);
    if (how !== 'refused at once') expect(asked).toBeGreaterThan(0);
  });
});
