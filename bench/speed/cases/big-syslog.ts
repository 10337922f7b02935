import { rmSync, statSync } from 'node:fs';
import { hyperfine } from '../run.ts';
import { costTimes, gigabyte, oomtrail, rivals, settings, sparse, sparseReports, times } from '../setup.ts';
import { type Named, note, print, table } from '../table.ts';

const { rounds } = settings;

/** (a) A large syslog with a few reports, beside grep and ripgrep. */
export async function bigSyslog(): Promise<void> {
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
