import { execFileSync } from 'node:child_process';
import {
  closeSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
} from 'node:fs';
import { cpus, loadavg, tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';
import { extractors } from '../../parsers/records/index.ts';
import { moved, reportOf, writeLog } from './generate.ts';
import { compare, hyperfine, isInstalled, type Result } from './run.ts';

/**
 * What `extract` costs beside grep and ripgrep on the same files, in one run: what counts are the ratios. Files are made
 * anew in a temporary folder. Settings, all from the environment: `OOMTRAIL_BENCH_ROUNDS` (5), `OOMTRAIL_BENCH_GB` sizes of the sparse syslog
 * in GB (1,4), `OOMTRAIL_BENCH_ONLY` letters of the cases to run (abcdefg).
 */
const { OOMTRAIL_BENCH_ROUNDS = '5', OOMTRAIL_BENCH_GB = '1,4', OOMTRAIL_BENCH_ONLY = 'abcdefg' } = process.env;
const rounds = Number(OOMTRAIL_BENCH_ROUNDS);
const sizesGb = OOMTRAIL_BENCH_GB.split(',').map(Number);
const gigabyte = 1024 ** 3;
const folder = mkdtempSync(join(tmpdir(), 'oomtrail-speed-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => process.exit(1));

const oomtrail = (...words: string[]): string[] => [process.execPath, 'bin/oomtrail.js', 'extract', ...words];
const quote = (literal: string): string => literal.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
/** Every literal that may open a record: the same question as ours. */
const openers = [...new Set(extractors.flatMap((extractor) => extractor.openers))].map(quote).join('|');
/** What a person types. */
const typed =
  'invoked oom-killer|Out of memory|Killed process|page allocation failure|blocked for more than|oom_reaper';

const kernLog = reportOf('corpus/demo/kern.log');
const journal = reportOf('corpus/demo/journal.json');
const sparseReports = 40;

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}

function heading(title: string): void {
  const load = loadavg()[0]?.toFixed(1);
  print(`\n### ${title}\n\nLoad of the machine when this began: ${load}.\n`);
  print('| command | wall s | CPU s | GB per wall s | wall against the first | CPU against the first | peak RSS MB |');
  print('|---|---|---|---|---|---|---|');
}

type Named = readonly [name: string, command: readonly string[]];

async function table(title: string, bytes: number, commands: readonly Named[]): Promise<Result[]> {
  heading(`${title} (${(bytes / 1e6).toFixed(0)} MB of text)`);
  const installed = commands.filter(([, [program = '']]) => program === process.execPath || isInstalled(program));
  const results = await compare(
    installed.map(([, command]) => command),
    rounds,
  );
  for (const [index, { wallSeconds, cpuSeconds, wallRatio, cpuRatio, peakRssBytes }] of results.entries()) {
    const cells = [wallSeconds, cpuSeconds, bytes / 1e9 / wallSeconds, wallRatio, cpuRatio];
    print(
      `| ${installed[index]?.[0]} | ${cells.map((cell) => cell.toFixed(2)).join(' | ')} | ${(peakRssBytes / 1e6).toFixed(0)} |`,
    );
  }
  return results;
}

function sparse(name: string, bytes: number, form: 'syslog' | 'journal-json' = 'syslog'): string {
  const path = join(folder, name);
  const report = form === 'syslog' ? moved(kernLog) : () => journal;
  writeLog(path, { bytes, form, report, reports: sparseReports });
  return path;
}

const rivals = (path: string): readonly Named[] => [
  ['rg -c, our needles', ['rg', '-c', openers, path]],
  ['rg -c, six needles', ['rg', '-c', typed, path]],
  ['grep -cE, our needles', ['grep', '-cE', openers, path]],
  ['grep -cE, six needles', ['grep', '-cE', typed, path]],
];

async function bigSyslog(): Promise<void> {
  for (const gb of sizesGb) {
    const path = sparse('sparse.log', gb * gigabyte);
    const { size } = statSync(path);
    await table(`(a) Sparse syslog, ${sparseReports} reports`, size, [
      ['extract', oomtrail(path)],
      ['extract --jobs 2', oomtrail('--jobs', '2', path)],
      ['cat', ['cat', path]],
      ...rivals(path),
    ]);
    const second = hyperfine(oomtrail(path), rounds);
    if (second) print(`\nhyperfine says of the first: ${second.mean.toFixed(2)} s ± ${second.stddev.toFixed(2)}.`);
    rmSync(path);
  }
}

async function packed(): Promise<void> {
  const path = sparse('packed.log', gigabyte);
  const { size } = statSync(path);
  execFileSync('gzip', ['-k', path]);
  await table('(b) The same, gzip', size, [
    ['extract', oomtrail(`${path}.gz`)],
    ['zgrep -cE, six needles', ['zgrep', '-cE', typed, `${path}.gz`]],
    ['rg -zc, our needles', ['rg', '-zc', openers, `${path}.gz`]],
  ]);
  if (!isInstalled('zstd')) return;
  execFileSync('zstd', ['-q', path]);
  await table('(b) The same, zstd', size, [
    ['extract', oomtrail(`${path}.zst`)],
    ['rg -zc, our needles', ['rg', '-zc', openers, `${path}.zst`]],
  ]);
}

async function dense(): Promise<void> {
  const path = join(folder, 'dense.log');
  const reports = Math.ceil((64 * 1024 * 1024) / kernLog.length);
  writeLog(path, { bytes: 1024 * 1024, form: 'syslog', report: moved(kernLog), reports });
  const { size } = statSync(path);
  const [own] = await table(`(c) Dense syslog, ${reports} reports`, size, [
    ['extract', oomtrail(path)],
    ['extract --jobs 2', oomtrail('--jobs', '2', path)],
    ...rivals(path).slice(0, 1),
  ]);
  if (own)
    print(
      `\n${Math.round(reports / own.wallSeconds)} reports a second, ${Math.round(reports / own.cpuSeconds)} per CPU second.`,
    );
}

async function journalJson(): Promise<void> {
  const path = sparse('journal.json', gigabyte, 'journal-json');
  await table(`(d) Journal JSON, ${sparseReports} reports`, statSync(path).size, [
    ['extract', oomtrail(path)],
    ...rivals(path).slice(0, 3),
  ]);
}

async function manyFiles(): Promise<void> {
  const files = 2000;
  const many = join(folder, 'many');
  mkdirSync(many);
  for (let file = 0; file < files; file += 1) {
    const reports = file % 50 === 0 ? 1 : 0;
    const log = { bytes: 48 * 1024, form: 'syslog', report: moved(kernLog), reports } as const;
    writeLog(join(many, `host-${file}.log`), log);
  }
  const bytes = readdirSync(many).reduce((sum, name) => sum + statSync(join(many, name)).size, 0);
  await table(`(e) ${files} small files`, bytes, [
    ['extract', oomtrail(many)],
    ['rg -c, our needles', ['rg', '-c', openers, many]],
    ['grep -rcE, our needles', ['grep', '-rcE', openers, many]],
  ]);
}

async function memory(): Promise<void> {
  const path = sparse('hundred.log', gigabyte / 10);
  const whole = sparse('whole.log', gigabyte);
  const piped = (times: number): string[] => {
    const copies = Array.from({ length: times }, () => whole).join(' ');
    return ['bash', '-c', `cat ${copies} | ${oomtrail('-').join(' ')}`];
  };
  await table('(f) Memory, 100 MB', statSync(path).size, [['extract --jobs 2', oomtrail('--jobs', '2', path)]]);
  await table('(f) Memory, 1 GB', statSync(whole).size, [['extract --jobs 2', oomtrail('--jobs', '2', whole)]]);
  // A hole costs no disk, and is read like anything else.
  truncateSync(path, 10 * gigabyte);
  await table('(f) Memory, 10 GB, nine tenths a hole', 10 * gigabyte, [
    ['extract --jobs 2', oomtrail('--jobs', '2', path)],
  ]);
  await table('(f) Memory, 10 GB through a pipe', 10 * statSync(whole).size, [['cat, extract -', piped(10)]]);
}

async function sizes(): Promise<void> {
  for (const megabytes of [1, 10, 100, 1000]) {
    const path = sparse('sized.log', megabytes * 1024 * 1024);
    await table(`(g) Cost against size, ${megabytes} MB`, statSync(path).size, [['extract', oomtrail(path)]]);
  }
}

function machine(): string {
  const release = readFileSync('/proc/sys/kernel/osrelease', 'utf8').trim();
  return `${cpus()[0]?.model}, ${cpus().length} cores, ${(totalmem() / 1e9).toFixed(0)} GB, Linux ${release}, Node ${process.versions.node}. Medians of ${rounds} rounds; each round runs all commands of its table in turn, ratios are taken within rounds.`;
}

closeSync(openSync('dist/src/main.js', 'r'));
print(machine());
const cases = { a: bigSyslog, b: packed, c: dense, d: journalJson, e: manyFiles, f: memory, g: sizes };
for (const [letter, measure] of Object.entries(cases)) if (OOMTRAIL_BENCH_ONLY.includes(letter)) await measure();
