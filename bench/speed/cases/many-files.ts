import { mkdirSync, readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { moved, writeLog } from '../generate.ts';
import { folder, kernLog, oomtrail, openers, settings } from '../setup.ts';
import { note, table } from '../table.ts';

const { rounds } = settings;

/** (e) Many small files, by one thread and by several. */
export async function manyFiles(): Promise<void> {
  await folderOf('one report in fifty files', (file) => (file % 50 === 0 ? 1 : 0));
  await folderOf('four reports in each', () => 4);
}

async function folderOf(content: string, reportsIn: (file: number) => number): Promise<void> {
  const many = join(folder, 'many');
  mkdirSync(many);
  for (let file = 0; file < settings.smallFiles; file += 1) {
    const log = { bytes: 48 * 1024, form: 'syslog', report: moved(kernLog), reports: reportsIn(file) } as const;
    writeLog(join(many, `host-${file}.log`), log);
  }
  const bytes = readdirSync(many).reduce((sum, name) => sum + statSync(join(many, name)).size, 0);
  const seen = await table(`(e) ${settings.smallFiles} small files, ${content}`, {
    bytes,
    rounds,
    commands: [
      ['extract', oomtrail(many)],
      ['extract --jobs 2', oomtrail('--jobs', '2', many)],
      ['rg -c, our needles', ['rg', '-c', openers, many]],
      ['grep -rcE, our needles', ['grep', '-rcE', openers, many]],
    ],
  });
  note(`(e) ${content}: peak RSS, at most 150 MB`, (seen.get('extract')?.peakRssBytes ?? Number.NaN) / 1e6, {
    unit: 'MB',
    most: 150,
  });
  rmSync(many, { recursive: true });
}
