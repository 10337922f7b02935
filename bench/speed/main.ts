import { createReadStream, createWriteStream, existsSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGzip, createZstdCompress } from 'node:zlib';
import { extractors } from '../../parsers/records/index.ts';
import { reportOf, writeSyslog } from './generate.ts';
import { type Cost, isInstalled, medianRun } from './run.ts';

/**
 * Throughput of `extract` beside grep and ripgrep on the same files, in one run: what counts are the ratios. Files are made
 * anew in a temporary folder. `OOMTRAIL_BENCH_MB` sets the size of the sparse log (1024), `OOMTRAIL_BENCH_REPEATS` the runs (5).
 */
const sparseBytes = Number(process.env['OOMTRAIL_BENCH_MB'] ?? 1024) * 1024 * 1024;
const repeats = Number(process.env['OOMTRAIL_BENCH_REPEATS'] ?? 5);
const model = 'corpus/demo';
const folder = mkdtempSync(join(tmpdir(), 'oomtrail-bench-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));

const oomtrail = [process.execPath, 'bin/oomtrail.js', 'extract'];
const pattern = [...new Set(extractors.flatMap((extractor) => extractor.openers))]
  .map((opener) => opener.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
  .join('|');

function findModel(): string {
  const file = ['kern.log', 'syslog'].map((name) => join(model, name)).find(existsSync);
  if (!file) throw new Error(`${model} holds no kern.log to take a report from`);
  return reportOf(file);
}

interface Case {
  readonly name: string;
  readonly file: string;
  /** Bytes of text, decompressed. */
  readonly bytes: number;
  readonly reports: number;
  readonly rivals: readonly (readonly string[])[];
}

async function compress(from: string, to: string, through: NodeJS.ReadWriteStream): Promise<void> {
  await pipeline(createReadStream(from), through, createWriteStream(to));
}

async function cases(): Promise<Case[]> {
  const report = findModel();
  const sparse = join(folder, 'sparse.log');
  writeSyslog(sparse, sparseBytes, report, 40);
  const dense = join(folder, 'dense.log');
  const denseReports = Math.ceil((64 * 1024 * 1024) / report.length);
  writeSyslog(dense, 1024 * 1024, report, denseReports);
  await compress(sparse, `${sparse}.gz`, createGzip());
  await compress(sparse, `${sparse}.zst`, createZstdCompress());
  const plain = [
    ['grep', '-cE', pattern],
    ['rg', '-c', pattern],
  ];
  return [
    { name: 'sparse syslog', file: sparse, bytes: statSync(sparse).size, reports: 40, rivals: plain },
    { name: 'dense reports', file: dense, bytes: statSync(dense).size, reports: denseReports, rivals: plain },
    {
      name: 'sparse syslog, gz',
      file: `${sparse}.gz`,
      bytes: statSync(sparse).size,
      reports: 40,
      rivals: [
        ['zgrep', '-cE', pattern],
        ['rg', '-zc', pattern],
      ],
    },
    {
      name: 'sparse syslog, zst',
      file: `${sparse}.zst`,
      bytes: statSync(sparse).size,
      reports: 40,
      rivals: [['rg', '-zc', pattern]],
    },
  ];
}

function row(name: string, tool: string, bytes: number, cost: Cost, base: Cost | null): string {
  const ratio = base ? (cost.wallSeconds / base.wallSeconds).toFixed(2) : '1';
  return `| ${name} | ${tool} | ${cost.wallSeconds.toFixed(2)} | ${cost.cpuSeconds.toFixed(2)} | ${Math.round(bytes / 1e6 / cost.wallSeconds)} | ${ratio} | ${Math.round(cost.peakRssBytes / 1e6)} |`;
}

process.stdout.write(
  '| log | tool | wall s | CPU s | MB/s | wall against oomtrail | peak RSS MB |\n|---|---|---|---|---|---|---|\n',
);
for (const { name, file, bytes, reports, rivals } of await cases()) {
  const own = await medianRun([...oomtrail, file], repeats);
  process.stdout.write(
    `${row(`${name} (${Math.round(bytes / 1e6)} MB, ${reports} reports)`, 'oomtrail extract', bytes, own, null)}\n`,
  );
  for (const rival of rivals) {
    if (!isInstalled(rival[0] as string)) {
      process.stdout.write(`| ${name} | ${rival[0]} | not installed | | | | |\n`);
      continue;
    }
    process.stdout.write(
      `${row(name, rival.slice(0, 2).join(' '), bytes, await medianRun([...rival, file], repeats), own)}\n`,
    );
  }
}
