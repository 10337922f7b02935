import { execFileSync, spawnSync } from 'node:child_process';
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
  writeFileSync,
} from 'node:fs';
import { cpus, tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';
import { extractors } from '../../parsers/records/index.ts';
import { moved, reportOf, writeLog } from './generate.ts';
import { hyperfine, isInstalled, type Result } from './run.ts';
import { readSettings } from './settings.ts';
import { type SizeCost, sizePlot } from './size-plot.ts';
import { type Named, note, print, printAims, table } from './table.ts';

/**
 * What `extract` costs beside grep and ripgrep on the same files, in one run: what counts are the ratios. Files are made
 * anew in a temporary folder. `--quick` takes less than a minute and says little; see `settings.ts`.
 */
const settings = readSettings(process.argv.slice(2));
const { rounds } = settings;
const gigabyte = 1024 ** 3;
const megabyte = 1024 ** 2;
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

const times = (rival: Result | undefined): number => rival?.wallRatio ?? Number.NaN;
const costTimes = (rival: Result | undefined): number => rival?.cpuRatio ?? Number.NaN;

async function bigSyslog(): Promise<void> {
  for (const gb of settings.sparseGb) {
    const path = sparse('sparse.log', gb * gigabyte);
    const commands: readonly Named[] = [
      ['extract', oomtrail(path)],
      ['extract --jobs 2', oomtrail('--jobs', '2', path)],
      ['cat', ['cat', path]],
      ...rivals(path),
    ];
    const seen = await table(`(a) Sparse syslog, ${sparseReports} reports`, {
      bytes: statSync(path).size,
      commands,
      rounds,
    });
    const rg = seen.get('rg -c, our needles');
    note(`(a) ${gb} GB: wall beside rg with our needles, at most ${gb > 1 ? 2 : 2.5}`, 1 / times(rg), {
      unit: 'times',
      most: gb > 1 ? 2 : 2.5,
    });
    note(`(a) ${gb} GB: CPU beside rg with our needles, at most 4`, 1 / costTimes(rg), { unit: 'times', most: 4 });
    const grep = seen.get('grep -cE, our needles');
    note(`(a) ${gb} GB: grep -cE with our needles takes at least 4 times our time`, times(grep), {
      unit: 'times',
      least: 4,
    });
    const second = rounds > 1 ? hyperfine(oomtrail(path), rounds) : null;
    if (second) print(`\nhyperfine says of the first: ${second.mean.toFixed(2)} s ± ${second.stddev.toFixed(2)}.`);
    rmSync(path);
  }
}

async function packed(): Promise<void> {
  const path = sparse('packed.log', settings.wholeGb * gigabyte);
  const bytes = statSync(path).size;
  execFileSync('gzip', ['-k', path]);
  const gz = await table('(b) The same, gzip', {
    bytes,
    rounds,
    commands: [
      ['extract', oomtrail(`${path}.gz`)],
      ['extract --jobs 2', oomtrail('--jobs', '2', `${path}.gz`)],
      ['zgrep -cE, six needles', ['zgrep', '-cE', typed, `${path}.gz`]],
      ['rg -zc, our needles', ['rg', '-zc', openers, `${path}.gz`]],
      ['rg -zc, six needles', ['rg', '-zc', typed, `${path}.gz`]],
    ],
  });
  note('(b) gzip: zgrep takes longer', times(gz.get('zgrep -cE, six needles')), { unit: 'times', least: 1 });
  note('(b) gzip: rg -z takes longer', times(gz.get('rg -zc, our needles')), { unit: 'times', least: 1 });
  if (isInstalled('zstd')) {
    execFileSync('zstd', ['-q', path]);
    const zst = await table('(b) The same, zstd', {
      bytes,
      rounds,
      commands: [
        ['extract', oomtrail(`${path}.zst`)],
        ['extract --jobs 2', oomtrail('--jobs', '2', `${path}.zst`)],
        ['rg -zc, our needles', ['rg', '-zc', openers, `${path}.zst`]],
        ['rg -zc, six needles', ['rg', '-zc', typed, `${path}.zst`]],
      ],
    });
    note('(b) zstd: rg -z takes longer', times(zst.get('rg -zc, our needles')), { unit: 'times', least: 1 });
  }
  for (const ending of ['', '.gz', '.zst']) rmSync(path + ending, { force: true });
}

async function dense(): Promise<void> {
  const path = join(folder, 'dense.log');
  const reports = settings.denseReports;
  writeLog(path, { bytes: megabyte, form: 'syslog', report: moved(kernLog), reports });
  const seen = await table(`(c) Dense syslog, ${reports} reports`, {
    bytes: statSync(path).size,
    rounds,
    commands: [
      ['extract', oomtrail(path)],
      ['extract --jobs 2', oomtrail('--jobs', '2', path)],
      ['extract --jobs 4', oomtrail('--jobs', '4', path)],
      ...rivals(path).slice(0, 1),
    ],
  });
  note('(c) reports a CPU second, at least 5000', reports / (seen.get('extract')?.cpuSeconds ?? Number.NaN), {
    unit: 'reports',
    least: 5000,
  });
  for (const name of ['extract', 'extract --jobs 2', 'extract --jobs 4'])
    note(`(c) peak RSS of ${name}, at most 150 MB`, (seen.get(name)?.peakRssBytes ?? Number.NaN) / 1e6, {
      unit: 'MB',
      most: 150,
    });
  rmSync(path);
}

async function journalJson(): Promise<void> {
  const path = sparse('journal.json', settings.wholeGb * gigabyte, 'journal-json');
  const commands: readonly Named[] = [
    ['extract', oomtrail(path)],
    ['extract --jobs 2', oomtrail('--jobs', '2', path)],
    ...rivals(path),
  ];
  await table(`(d) Journal JSON, ${sparseReports} reports`, { bytes: statSync(path).size, commands, rounds });
  rmSync(path);
}

async function manyFiles(): Promise<void> {
  const many = join(folder, 'many');
  mkdirSync(many);
  for (let file = 0; file < settings.smallFiles; file += 1) {
    const reports = file % 50 === 0 ? 1 : 0;
    writeLog(join(many, `host-${file}.log`), { bytes: 48 * 1024, form: 'syslog', report: moved(kernLog), reports });
  }
  const bytes = readdirSync(many).reduce((sum, name) => sum + statSync(join(many, name)).size, 0);
  await table(`(e) ${settings.smallFiles} small files`, {
    bytes,
    rounds,
    commands: [
      ['extract', oomtrail(many)],
      ['rg -c, our needles', ['rg', '-c', openers, many]],
      ['grep -rcE, our needles', ['grep', '-rcE', openers, many]],
    ],
  });
  rmSync(many, { recursive: true });
}

const piped = (path: string): string[] => {
  const copies = Array.from({ length: settings.pipedTimes }, () => path).join(' ');
  return ['bash', '-c', `cat ${copies} | ${oomtrail('-').join(' ')}`];
};

async function memory(): Promise<void> {
  const path = sparse('hundred.log', gigabyte / 10);
  const whole = sparse('whole.log', settings.wholeGb * gigabyte);
  const largeGb = settings.pipedTimes * settings.wholeGb;
  const measure = async (title: string, bytes: number, command: Named): Promise<void> => {
    // The largest set of a run, and the runs hardly differ: one is enough.
    const [result] = (await table(`(f) Memory, ${title}`, { bytes, commands: [command], rounds: 1 })).values();
    note(`(f) peak RSS, ${title}, below 150 MB`, (result?.peakRssBytes ?? Number.NaN) / 1e6, { unit: 'MB', most: 150 });
  };
  await measure('100 MB', statSync(path).size, ['extract --jobs 2', oomtrail('--jobs', '2', path)]);
  await measure(`${settings.wholeGb} GB`, statSync(whole).size, ['extract --jobs 2', oomtrail('--jobs', '2', whole)]);
  // A hole costs no disk, and is read like anything else.
  truncateSync(path, largeGb * gigabyte);
  await measure(`${largeGb} GB, nine tenths a hole`, largeGb * gigabyte, [
    'extract --jobs 2',
    oomtrail('--jobs', '2', path),
  ]);
  await measure(`${largeGb} GB through a pipe`, settings.pipedTimes * statSync(whole).size, [
    'cat, extract -',
    piped(whole),
  ]);
  for (const each of [path, whole]) rmSync(each);
}

async function sizes(): Promise<void> {
  const costs: SizeCost[] = [];
  const measure = async (title: string, bytes: number, command: Named, often: number): Promise<void> => {
    const [result] = (
      await table(`(g) Cost against size, ${title}`, { bytes, commands: [command], rounds: often })
    ).values();
    if (result) costs.push({ bytes, ...result });
  };
  let path = '';
  for (const size of settings.sizesMb) {
    path = sparse('sized.log', size * megabyte);
    await measure(`${size} MB`, statSync(path).size, ['extract', oomtrail(path)], rounds);
  }
  const bytes = settings.pipedTimes * statSync(path).size;
  await measure(`${(bytes / 1e9).toFixed(0)} GB through a pipe`, bytes, ['cat, extract -', piped(path)], 1);
  rmSync(path);
  if (settings.plot === null) return;
  writeFileSync(settings.plot, sizePlot(costs));
  print(`\nThe plot is in ${settings.plot}.`);
}

function machine(): string {
  const release = readFileSync('/proc/sys/kernel/osrelease', 'utf8').trim();
  const versions = [
    ['rg', '--version'],
    ['grep', '--version'],
  ].map(([program = '', ...args]) => spawnSync(program, args).stdout?.toString().split('\n')[0]);
  return `${cpus()[0]?.model}, ${cpus().length} cores, ${(totalmem() / 1e9).toFixed(0)} GB, Linux ${release}, Node ${process.versions.node}, ${versions.join(', ')}. Medians of ${rounds} rounds after one that warms up; each round runs all commands of its table in turn, ratios to the first are taken within rounds.`;
}

closeSync(openSync('dist/main.js', 'r'));
print(machine());
const cases = { a: bigSyslog, b: packed, c: dense, d: journalJson, e: manyFiles, f: memory, g: sizes };
for (const [letter, measure] of Object.entries(cases)) if (settings.only.includes(letter)) await measure();
printAims();
