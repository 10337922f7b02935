import { rmSync, statSync } from 'node:fs';
import { gigabyte, oomtrail, rivals, settings, sparse, sparseReports } from '../setup.ts';
import { type Named, table } from '../table.ts';

const { rounds } = settings;

/** (d) A journal as JSON. */
export async function journalJson(): Promise<void> {
  const path = sparse('journal.json', settings.wholeGb * gigabyte, 'journal-json');
  const commands: readonly Named[] = [
    ['extract', oomtrail(path)],
    ['extract --jobs 2', oomtrail('--jobs', '2', path)],
    ...rivals(path),
  ];
  await table(`(d) Journal JSON, ${sparseReports} reports`, { bytes: statSync(path).size, commands, rounds });
  rmSync(path);
}
