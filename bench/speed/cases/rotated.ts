import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { moved, writeLog } from '../generate.ts';
import { isInstalled } from '../run.ts';
import { folder, kernLog, megabyte, oomtrail, openers, settings, times, typed } from '../setup.ts';
import { note, table } from '../table.ts';

const { rounds } = settings;
const members = 10;
const reports = 4;

/** (h) A rotated set of packed files, of which several can be unpacked at the same time. */
export async function rotated(): Promise<void> {
  for (const [program, ending] of [
    ['gzip', 'gz'],
    ['zstd', 'zst'],
  ] as const) {
    if (!isInstalled(program)) continue;
    const set = join(folder, `rotated-${ending}`);
    mkdirSync(set);
    for (let member = 1; member <= members; member += 1) {
      const path = join(set, `syslog.${member}`);
      writeLog(path, { bytes: settings.memberMb * megabyte, form: 'syslog', report: moved(kernLog), reports });
      execFileSync(program, ['-q', path]);
      rmSync(path, { force: true });
    }
    const seen = await table(`(h) A rotated set, packed: ${members} files, ${program}`, {
      bytes: members * settings.memberMb * megabyte,
      rounds,
      commands: [
        ['extract', oomtrail(set)],
        ['extract --jobs 1', oomtrail('--jobs', '1', set)],
        ...(program === 'gzip'
          ? [['zgrep -c', ['bash', '-c', `zgrep -c '${typed.split('|')[0]}' ${set}/*`]] as const]
          : []),
        ['rg -zc, our needles', ['rg', '-zc', openers, set]],
        ['rg -zc, six needles', ['rg', '-zc', typed, set]],
      ],
    });
    note(`(h) ${program}: one file at a time takes longer`, times(seen.get('extract --jobs 1')), {
      unit: 'times',
      least: 1,
    });
    note(`(h) ${program}: rg -z takes longer`, times(seen.get('rg -zc, our needles')), { unit: 'times', least: 1 });
    note(`(h) ${program}: peak RSS, at most 150 MB`, (seen.get('extract')?.peakRssBytes ?? Number.NaN) / 1e6, {
      unit: 'MB',
      most: 150,
    });
    rmSync(set, { recursive: true });
  }
}
