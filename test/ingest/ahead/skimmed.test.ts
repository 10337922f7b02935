import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { detectFraming } from '../../../parsers/framings/detect.ts';
import type { KernelRecord } from '../../../parsers/model/record.ts';
import { createReadAhead } from '../../../src/ingest/ahead/read-ahead.ts';
import { putBack, skim } from '../../../src/ingest/ahead/skimmed.ts';
import { ingest } from '../../../src/ingest/ingest.ts';
import { needles } from '../../../src/ingest/needles.ts';
import type { FileCoverage } from '../../../src/ingest/sink.ts';
import { createScanner } from '../../../src/scan/index.ts';
import { fileSource } from '../../../src/sources/file-source.ts';
import { logs } from '../../corpus/cases.ts';
import { asWritten } from '../as-written.ts';

const folder = mkdtempSync(join(tmpdir(), 'oomtrail-skimmed-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const scanner = createScanner(needles);
function isQuiet(line: string): boolean {
  scanner.restart(0);
  return scanner.scan(Buffer.from(line, 'latin1')).offsets.length === 0;
}

/** More than is held as it is before anything is skimmed, and behind each find. */
const quietBytes = 2 << 20;

/** What a log says between its reports, over and over. Null where it says nothing else. */
function quietOf(log: string): string | null {
  const block = log.split('\n').filter(isQuiet).join('\n').trim();
  return block === '' ? null : `${block}\n`.repeat(Math.ceil(quietBytes / block.length));
}

/** One golden log of each framing, made long: its quiet lines stand before and behind it, and behind its first half. */
const long = new Map<string, Buffer>();
for (const log of logs) {
  const text = log.bytes().toString('latin1');
  const framing = detectFraming(text.split('\n').slice(0, 200))?.name ?? 'none';
  const quiet = long.has(framing) ? null : quietOf(text);
  const half = text.slice(0, text.indexOf('\n', text.length / 2) + 1);
  if (quiet !== null) long.set(framing, Buffer.from(quiet + text + quiet + half + quiet, 'latin1'));
}

const sourceOf = (path: string) => fileSource({ path, stats: statSync(path) }, 'text', true);
const before = join(folder, 'app.log.2.gz');
writeFileSync(before, gzipSync(logs[0]?.bytes() ?? ''));

async function read(path: string, unpackers: number) {
  const records: KernelRecord[] = [];
  const coverage: FileCoverage[] = [];
  let flushes = 0;
  await ingest(
    [{ name: path, members: [before, path].map(sourceOf) }],
    { ...asWritten, year: 2026, unpackers, leastAhead: { plain: 0, packed: 0 } },
    {
      record: (record) => records.push(record),
      sample: () => {},
      coverage: (row) => coverage.push(row),
      problem: (error) => {
        throw error;
      },
      // Time for what comes next to be unpacked.
      flush: async () => {
        flushes += 1;
        if (unpackers > 1 && flushes === 1) await setTimeout(100);
      },
    },
  );
  return { records, coverage };
}

describe('a log of which only some lines are held until its turn comes', () => {
  it.each([...long.keys()])('%s: is read as if all of it were there', { timeout: 30_000 }, async (framing) => {
    const path = join(folder, 'app.log.1.gz');
    writeFileSync(path, gzipSync(long.get(framing) ?? '', { level: 1 }));
    const whole = await read(path, 1);
    expect(whole.coverage.length).toBe(2);
    expect(await read(path, 2)).toEqual(whole);
  });

  it('is unpacked again where its reader wants more', async () => {
    const bytes = Buffer.alloc(4 << 20, 'Mar  3 10:00:00 web-1 nginx[77]: request served in 12 ms\n');
    for (let line = 1; line < 9; line += 1) bytes.write(`served ${line}`, 32 + 57 * 8000 * line, 'latin1');
    const [first, second] = ['one.gz', 'two.gz'].map((name) => {
      writeFileSync(join(folder, name), gzipSync(bytes));
      return sourceOf(join(folder, name));
    }) as [ReturnType<typeof sourceOf>, ReturnType<typeof sourceOf>];
    for (const wantsAfter of [0, 2]) {
      const ahead = createReadAhead(needles, {
        threads: 1,
        unpackers: 2,
        linesBehind: 3,
        least: { plain: 0, packed: 0 },
      });
      let skimmed = 0;
      const reader = { scanner, problem: () => {}, needsOnly: () => skimmed < wantsAfter };
      ahead.foresee([first, second]);
      for await (const _chunk of (await ahead.open(first, reader)) ?? []) await setTimeout(10);
      let at = 0;
      let newlines = 0;
      for await (const chunk of (await ahead.open(second, reader)) ?? []) {
        if (chunk.isSkimmed) skimmed += 1;
        else expect(bytes.subarray(at, at + chunk.bytes.length).equals(chunk.bytes)).toBe(true);
        at += chunk.bytes.length;
        newlines += chunk.newlines;
      }
      await ahead.end();
      expect(skimmed).toBe(wantsAfter);
      expect(at).toBe(bytes.length);
      expect(newlines).toBe(bytes.reduce((sum, byte) => sum + (byte === 10 ? 1 : 0), 0));
    }
  });
});

describe('the lines that are kept', () => {
  it('are the first two, those at each landmark and the last ones, at their places', () => {
    const line = fc.integer({ min: 0, max: 400 }).map((length) => 'x'.repeat(length));
    fc.assert(
      fc.property(fc.array(line, { minLength: 50 }), fc.nat(300_000), fc.nat(20), (some, offset, linesBehind) => {
        const block = `${some.map((text, index) => `${index} ${text}`).join('\n')}\n`;
        const bytes = Buffer.from(block.repeat(Math.ceil(300_000 / block.length)), 'latin1');
        const kept = skim(bytes, { offset, newlines: 0, linesBehind });
        if (kept === null) return;
        const back = Buffer.alloc(bytes.length);
        putBack(kept, back);
        const lineFrom = (at: number): [number, number] => {
          const from = at <= 0 ? 0 : bytes.indexOf(10, at - 1) + 1;
          const end = bytes.indexOf(10, from);
          return [from, end === -1 ? bytes.length : end];
        };
        const same = (from: number, to: number) =>
          expect(back.subarray(from, to).equals(bytes.subarray(from, to))).toBe(true);
        same(0, lineFrom(lineFrom(0)[1] + 1)[1]);
        for (let at = Math.ceil((offset + 1) / 65_536) * 65_536 - offset; at < bytes.length; at += 65_536)
          same(at - 1, lineFrom(at)[1]);
        let from = bytes.length;
        for (let back = 0; back <= linesBehind + 1; back += 1) from = bytes.lastIndexOf(10, from - 1);
        same(from, bytes.length);
        expect(kept.kept.length).toBeLessThan(bytes.length / 4);
      }),
      { numRuns: 50 },
    );
  });
});
