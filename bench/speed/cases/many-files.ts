import { mkdirSync, readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { moved, writeLog } from '../generate.ts';
import { folder, kernLog, oomtrail, openers, settings } from '../setup.ts';
import { table } from '../table.ts';

const { rounds } = settings;

/** (e) Many small files. */
export async function manyFiles(): Promise<void> {
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
