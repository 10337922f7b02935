import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { framings } from '../../parsers/framings/index.ts';
import type { KernelRecord } from '../../parsers/model/record.ts';
import { memorySource } from '../../src/corpus/memory-source.ts';
import { ingest } from '../../src/ingest/ingest.ts';
import type { IngestOptions } from '../../src/ingest/options.ts';
import { jsonOf } from '../../src/ingest/record-json.ts';
import { createRegexpScanner } from '../../src/scan/regexp-scanner.ts';
import type { CreateScanner } from '../../src/scan/scanner.ts';
import { logs } from '../corpus/cases.ts';
import { asWritten } from './as-written.ts';

/** Points at every line start: with it the ingest decodes and frames every line and offers each as an opener. */
const everyLine: CreateScanner = () => {
  let at = 0;
  let atLineStart = true;
  return {
    scan(chunk) {
      const offsets: number[] = [];
      let newlines = 0;
      for (const byte of chunk) {
        // NUL bytes before a line are no part of it.
        if (atLineStart && byte !== 0) offsets.push(at);
        if (byte === 0x0a) newlines += 1;
        atLineStart = byte === 0x0a || (atLineStart && byte === 0);
        at += 1;
      }
      return { offsets, newlines };
    },
    restart(offset) {
      at = offset;
      atLineStart = true;
    },
  };
};

const options: IngestOptions = { ...asWritten, year: 2026, want: { records: true, samples: false } };

/**
 * The records with their spans, and the lines counted. `bootIndex` counts boots as they are seen: one whose kernel printed
 * neither its first line nor a record is seen by the slow path only.
 */
async function read(bytes: Uint8Array, changes: Partial<IngestOptions> = {}, pieceBytes?: number) {
  const records: Omit<KernelRecord, 'bootIndex'>[] = [];
  const lines: number[] = [];
  await ingest(
    [memorySource('x.log', bytes, pieceBytes)],
    { ...options, ...changes },
    {
      record(found) {
        expect(Buffer.concat(jsonOf(found).map((piece) => Buffer.from(piece))).toString()).toBe(JSON.stringify(found));
        const { bootIndex: _bootIndex, ...record } = found;
        records.push(record);
      },
      sample: () => {},
      coverage: (row) => lines.push(row.lines),
      problem: (error) => {
        throw error;
      },
      flush: async () => {},
    },
  );
  return { records, lines };
}

describe('what the fast path finds', () => {
  it.each(logs.map((log) => [log.name, log] as const))('%s: every line as an opener gives the same', async (_, log) => {
    const bytes = log.bytes();
    expect(await read(bytes)).toEqual(await read(bytes, { createScanner: everyLine }));
  });

  it.each(logs.map((log) => [log.name, log] as const))('%s: the same without WebAssembly', async (_, log) => {
    const bytes = log.bytes();
    expect(await read(bytes, { createScanner: createRegexpScanner }, 4096)).toEqual(await read(bytes));
  });

  const shared = join(import.meta.dirname, '../../../shared/corpus');
  const captures = existsSync(shared) ? bigCaptures(shared) : [];
  it.skipIf(captures.length === 0)(
    'is the same in whole captures of the lab corpus (skipped where that is not there)',
    { timeout: 120_000 },
    async () => {
      for (const path of captures) {
        const bytes = readFileSync(path);
        const fast = await read(bytes);
        expect(fast, path).toEqual(await read(bytes, { createScanner: everyLine }));
      }
    },
  );
});

/** Logs as they were captured, with all that is no record: too big to keep in the golden corpus. */
function bigCaptures(folder: string): string[] {
  const names = /^(kern\.log|syslog|journal.*\.json|dmesg.*\.txt|console.*)$/;
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .filter((path) => names.test(path.slice(path.lastIndexOf('/') + 1)) && statSync(path).isFile())
    .filter((path) => statSync(path).size < 2_000_000)
    .filter((_path, index) => index % 8 === 0);
}

/** Pieces of real logs, cut anywhere, lines of every framing, and what never was a log. */
const pieces: readonly Buffer[] = [
  ...logs
    .filter((_log, index) => index % 5 === 0)
    .map((log) => log.bytes())
    .filter((bytes) => bytes.length < 60_000),
  ...framings.map(({ samples }) => Buffer.from(`${samples.join('\n')}\n`)),
  Buffer.from('Mar  3 10:00:00 web-1 nginx[77]: request served in 12 ms\n'.repeat(400)),
  Buffer.from('\0'.repeat(600)),
  Buffer.from('x'.repeat(3000)),
  Buffer.from('\n\r\n\n'),
  Buffer.from('Killed process \n invoked oom-killer: \n'),
];

const mixture = fc
  .array(
    fc.record({
      piece: fc.nat(pieces.length - 1),
      from: fc.double({ min: 0, max: 0.5, noNaN: true }),
      to: fc.double({ min: 0.5, max: 1, noNaN: true }),
    }),
    { minLength: 1, maxLength: 6 },
  )
  .map((parts) =>
    Buffer.concat(
      parts.map(({ piece, from, to }) => {
        const bytes = pieces[piece] as Buffer;
        return bytes.subarray(Math.floor(bytes.length * from), Math.ceil(bytes.length * to));
      }),
    ),
  );

describe('a mixture of logs', () => {
  it('has the same year whatever stands between the records', async () => {
    const hung = 'INFO: task kworker/3:1:13044 blocked for more than 120 seconds.';
    const log = [
      '[   63.815366] legacydrv: loaded',
      'Nov 20 09:30:30 box daemon: starting',
      `Mar  9 04:12:33 web3 kernel: ${hung}`,
      `Mar  9 04:12:34 web3 kernel: ${hung}`,
    ];
    const bytes = Buffer.from(`${log.join('\n')}\n`);
    const fast = await read(bytes);
    expect(fast.records).toHaveLength(2);
    expect(fast).toEqual(await read(bytes, { createScanner: everyLine }));
  });

  /** An entry of such a journal begins further before a find than any line of the log does that the file began with. */
  it.each(logs.filter(({ name }) => /journal-(verbose|export)/.test(name)).map((log) => [log.name, log] as const))(
    'finds %s behind a log of another framing',
    async (_name, log) => {
      const before = 'Mar  3 10:00:00 web-1 nginx[77]: request served in 12 ms\n'.repeat(400);
      const bytes = Buffer.concat([Buffer.from(before), log.bytes()]);
      const fast = await read(bytes);
      expect(fast.records).toHaveLength((await read(log.bytes())).records.length);
      expect(fast).toEqual(await read(bytes, { createScanner: everyLine }));
    },
  );

  it('gives the same at both speeds', { timeout: 120_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(mixture, async (bytes) => {
        expect(await read(bytes)).toEqual(await read(bytes, { createScanner: everyLine }));
      }),
      { numRuns: 60 },
    );
  });

  it('gives the same in pieces of any size', { timeout: 120_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(mixture, fc.constantFrom(1, 7, 4096), async (bytes, pieceBytes) => {
        const cut = bytes.subarray(0, pieceBytes === 1 ? 20_000 : bytes.length);
        expect(await read(cut, {}, pieceBytes)).toEqual(await read(cut));
      }),
      { numRuns: 30 },
    );
  });
});
