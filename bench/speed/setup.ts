import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { extractors } from '../../parsers/records/index.ts';
import { moved, reportOf, writeLog } from './generate.ts';
import type { Result } from './run.ts';
import { readSettings } from './settings.ts';
import type { Named } from './table.ts';

/** What all cases share: the settings, a folder that is gone afterwards, the commands that are compared. */
export const settings = readSettings(process.argv.slice(2));
export const gigabyte = 1024 ** 3;
export const megabyte = 1024 ** 2;
export const folder = mkdtempSync(join(tmpdir(), 'oomtrail-speed-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => process.exit(1));

export const oomtrail = (...words: string[]): string[] => [process.execPath, 'bin/oomtrail.js', 'extract', ...words];
const quote = (literal: string): string => literal.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
/** Every literal that may open a record: the same question as ours. */
export const openers = [...new Set(extractors.flatMap((extractor) => extractor.openers))].map(quote).join('|');
/** What a person types. */
export const typed =
  'invoked oom-killer|Out of memory|Killed process|page allocation failure|blocked for more than|oom_reaper';

export const kernLog = reportOf('corpus/demo/kern.log');
const journal = reportOf('corpus/demo/journal.json');
export const sparseReports = 40;

/** A log of `bytes` with a few reports in it; its path. */
export function sparse(name: string, bytes: number, form: 'syslog' | 'journal-json' = 'syslog'): string {
  const path = join(folder, name);
  const report = form === 'syslog' ? moved(kernLog) : () => journal;
  writeLog(path, { bytes, form, report, reports: sparseReports });
  return path;
}

export const rivals = (path: string): readonly Named[] => [
  ['rg -c, our needles', ['rg', '-c', openers, path]],
  ['rg -c, six needles', ['rg', '-c', typed, path]],
  ['grep -cE, our needles', ['grep', '-cE', openers, path]],
  ['grep -cE, six needles', ['grep', '-cE', typed, path]],
];

/** How many times the first command's wall time, or CPU time, a rival took. */
export const times = (rival: Result | undefined): number => rival?.wallRatio ?? Number.NaN;
export const costTimes = (rival: Result | undefined): number => rival?.cpuRatio ?? Number.NaN;

/** The command that reads a log again and again through a pipe. */
export const piped = (path: string): string[] => {
  const copies = Array.from({ length: settings.pipedTimes }, () => path).join(' ');
  return ['bash', '-c', `cat ${copies} | ${oomtrail('-').join(' ')}`];
};
