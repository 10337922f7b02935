import { rmSync, statSync, truncateSync } from 'node:fs';
import { gigabyte, oomtrail, piped, settings, sparse } from '../setup.ts';
import { type Named, note, table } from '../table.ts';

/** (f) Memory against the size of the input. */
export async function memory(): Promise<void> {
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
