import { rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { moved, writeLog } from '../generate.ts';
import { folder, kernLog, megabyte, oomtrail, rivals, settings } from '../setup.ts';
import { note, table } from '../table.ts';

const { rounds } = settings;

/** (c) Report after report. */
export async function dense(): Promise<void> {
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
