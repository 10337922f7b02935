import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import type { KernelRecord } from '../../../parsers/model/record.ts';
import { ingest } from '../../../src/ingest/ingest.ts';
import type { IngestOptions } from '../../../src/ingest/options.ts';
import { skippedAfter, skippedBefore } from '../../../src/ingest/period/period.ts';
import type { FileCoverage } from '../../../src/ingest/sink.ts';
import { fileSource } from '../../../src/sources/file-source.ts';
import type { SourceSet } from '../../../src/sources/source.ts';
import { asWritten } from '../as-written.ts';

const folder = mkdtempSync(join(tmpdir(), 'oomtrail-seek-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const minuteUs = 60_000_000;
const seek = { leastBytes: 4096, probes: 256, leastSpacingBytes: 2048, nearBytes: 512 };

type Form = 'rfc3339' | 'rfc3164' | 'journal-json';

function stampOf(us: number, form: Form): string {
  const iso = new Date(us / 1000).toISOString();
  if (form === 'rfc3339') return `${iso.slice(0, 19)}.000000+00:00`;
  const month = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ')[Number(iso.slice(5, 7)) - 1];
  return `${month} ${String(Number(iso.slice(8, 10))).padStart(2)} ${iso.slice(11, 19)}`;
}

/** An entry of `journalctl -o json`, or of `-o json-pretty`. */
function journalEntry(us: number, tag: string, message: string, indent?: string): string {
  const [transport, uptime] = tag === 'kernel' ? ['kernel', us % 1e12] : ['stdout', 0];
  const entry = {
    __REALTIME_TIMESTAMP: String(us),
    __MONOTONIC_TIMESTAMP: String(uptime),
    _HOSTNAME: 'web-1',
    _TRANSPORT: transport,
    SYSLOG_IDENTIFIER: tag,
    MESSAGE: message,
  };
  return JSON.stringify(entry, null, indent);
}

const opener = 'java invoked oom-killer: gfp_mask=0xcc0(GFP_KERNEL), order=0, oom_score_adj=0';
const killLine =
  'Out of memory: Killed process 132 (java) total-vm:245300kB, anon-rss:241856kB, file-rss:4kB, shmem-rss:712kB, UID:0 pgtables:560kB oom_score_adj:0';

function journalBlock(us: number, kill: boolean, indent?: string): string {
  const lines = Array.from({ length: 6 }, (_, index) => journalEntry(us, 'nginx', `request ${index} served`, indent));
  if (kill) for (const text of [opener, killLine]) lines.push(journalEntry(us, 'kernel', text, indent));
  return `${lines.join('\n')}\n`;
}

/** Ordinary lines, and a kill in two lines where there is one. */
function block(us: number, kill: boolean, form: Form): string {
  if (form === 'journal-json') return journalBlock(us, kill);
  const at = stampOf(us, form);
  const lines = Array.from({ length: 12 }, (_, index) => `${at} web-1 nginx[77]: request ${index} served in 12 ms`);
  if (kill) {
    const head = `${at} web-1 kernel: [${((us / 1e6) % 1e6) | 0}.000000]`;
    lines.push(`${head} ${opener}`, `${head} ${killLine}`);
  }
  return `${lines.join('\n')}\n`;
}

async function read(set: SourceSet, changes: Partial<IngestOptions>) {
  const records: Omit<KernelRecord, 'bootIndex'>[] = [];
  const coverage: FileCoverage[] = [];
  const options: IngestOptions = {
    ...asWritten,
    tz: 'UTC',
    seek,
    ...changes,
  };
  await ingest([set], options, {
    // Boots are counted from where reading began.
    record({ bootIndex: _bootIndex, ...record }) {
      records.push(record);
    },
    sample: () => {},
    coverage: (row) => coverage.push(row),
    problem: (error) => {
      throw error;
    },
    flush: async () => {},
  });
  return { records, coverage };
}

let files = 0;
function written(texts: readonly string[], pack: (text: string) => Buffer = Buffer.from): SourceSet {
  files += 1;
  const members = texts.map((text, index) => {
    const path = join(folder, `log-${files}-${index}`);
    writeFileSync(path, pack(text));
    return fileSource({ path, stats: statSync(path) }, 'text');
  });
  return { name: 'log', members };
}

/** The same files as things that cannot be sought in. */
const asPipe = ({ name, members }: SourceSet): SourceSet => ({
  name,
  members: members.map(({ file: _file, rereadable: _rereadable, ...source }) => source),
});

const skippedBytes = (coverage: readonly FileCoverage[], reason: string): number =>
  coverage.flatMap(({ skipped }) => skipped).reduce((sum, row) => sum + (row.reason === reason ? row.count : 0), 0);

const startUs = Date.UTC(2026, 9, 20) * 1000;

/** Blocks of a log, up to three hours apart and now and then out of order by less than half of the slack. */
const log = fc.record({
  form: fc.constantFrom<Form>('rfc3339', 'rfc3164', 'journal-json'),
  blocks: fc.array(
    fc.record({
      minutes: fc.integer({ min: 0, max: 180 }),
      late: fc.constantFrom(0, 0, 0, 7, 29),
      kill: fc.boolean(),
    }),
    { minLength: 20, maxLength: 80 },
  ),
  since: fc.option(fc.double({ min: -0.1, max: 1.1, noNaN: true }), { nil: null }),
  until: fc.option(fc.double({ min: -0.1, max: 1.1, noNaN: true }), { nil: null }),
});

describe('a period of a log', () => {
  it('has the records that the whole log has in it, line for line', { timeout: 60_000 }, async () => {
    let sought = 0;
    await fc.assert(
      fc.asyncProperty(log, async ({ form, blocks, since, until }) => {
        let us = startUs;
        const texts = blocks.map(({ minutes, late, kill }) => {
          us += minutes * minuteUs;
          return block(us - late * minuteUs, kill, form);
        });
        const at = (share: number | null): number | null => share && startUs + Math.round(share * (us - startUs));
        const period = { sinceUs: at(since), untilUs: at(until), nowUs: us };
        const half = Math.floor(texts.length / 2);
        for (const parts of [[texts], [texts.slice(0, half), texts.slice(half)]]) {
          const set = written(parts.map((part) => part.join('')));
          const fast = await read(set, period);
          expect(fast.records).toEqual((await read(asPipe(set), period)).records);
          if (fast.coverage.some(({ skipped }) => skipped.length > 0)) sought += 1;
        }
      }),
      { numRuns: 40 },
    );
    expect(sought).toBeGreaterThan(20);
  });

  it('leaves out what stands before and behind it, and says how much', async () => {
    const texts = Array.from({ length: 400 }, (_, hour) =>
      block(startUs + hour * 60 * minuteUs, hour % 50 === 0, 'rfc3339'),
    );
    const set = written([texts.join('')]);
    const sinceUs = startUs + 190 * 60 * minuteUs;
    const { records, coverage } = await read(set, { sinceUs, untilUs: sinceUs + 70 * 60 * minuteUs });
    expect(records.map(({ source }) => source.line)).toEqual([200 * 12 + 2 * 4 + 13, 250 * 12 + 2 * 5 + 13]);
    const [row] = coverage as [FileCoverage];
    const size = set.members[0]?.sizeBytes ?? 0;
    expect(skippedBytes(coverage, skippedBefore)).toBeGreaterThan(0.4 * size);
    expect(skippedBytes(coverage, skippedAfter)).toBeGreaterThan(0.3 * size);
    expect(row.bytes + skippedBytes(coverage, skippedBefore) + skippedBytes(coverage, skippedAfter)).toBe(size);
    expect(row.fromUs).toBe(startUs);
    expect(row.toUs).toBeGreaterThan(startUs + 390 * 60 * minuteUs);
  });

  it('is searched through all of a log that is not in order', async () => {
    const hours = [
      ...Array.from({ length: 200 }, (_, hour) => hour + 200),
      ...Array.from({ length: 200 }, (_, hour) => hour),
    ];
    const set = written([hours.map((hour) => block(startUs + hour * 60 * minuteUs, hour === 30, 'rfc3164')).join('')]);
    const { records, coverage } = await read(set, {
      sinceUs: startUs + 20 * 60 * minuteUs,
      untilUs: startUs + 40 * 60 * minuteUs,
      nowUs: startUs + 500 * 60 * minuteUs,
    });
    expect(records).toHaveLength(1);
    expect(coverage[0]?.skipped).toEqual([]);
  });

  it('reads a journal whose entries have several lines as a whole', async () => {
    const hours = Array.from({ length: 100 }, (_, hour) => hour);
    const text = (indent?: string): string =>
      hours.map((hour) => journalBlock(startUs + hour * 60 * minuteUs, hour === 30, indent)).join('');
    const period = { sinceUs: startUs + 20 * 60 * minuteUs, untilUs: startUs + 40 * 60 * minuteUs };
    const [lines, pretty] = [await read(written([text()]), period), await read(written([text('\t')]), period)];
    expect([lines.records.length, pretty.records.length]).toEqual([1, 1]);
    expect(skippedBytes(lines.coverage, skippedBefore)).toBeGreaterThan(0);
    expect(pretty.coverage[0]?.skipped).toEqual([]);
  });

  it('passes over packed members of a rotated set by their first stamps', async () => {
    const day = (number: number): string =>
      Array.from({ length: 24 }, (_, hour) =>
        block(startUs + (number * 24 + hour) * 60 * minuteUs, hour === 12, 'rfc3164'),
      ).join('');
    const set = written([0, 1, 2, 3, 4, 5].map(day), gzipSync);
    const period = {
      sinceUs: startUs + 50 * 60 * minuteUs,
      untilUs: startUs + 90 * 60 * minuteUs,
      nowUs: startUs + 200 * 60 * minuteUs,
    };
    const fast = await read(set, period);
    expect(fast.records).toHaveLength(2);
    expect(fast.records).toEqual((await read(asPipe(set), period)).records);
    expect(fast.coverage.map(({ lines }) => lines > 0)).toEqual([false, false, true, true, false, false]);
    expect(fast.coverage.map(({ format }) => format)).toEqual(Array(6).fill('rfc3164'));
  });
});
