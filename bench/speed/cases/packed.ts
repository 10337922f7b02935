import { execFileSync } from 'node:child_process';
import { rmSync, statSync } from 'node:fs';
import { isInstalled } from '../run.ts';
import { gigabyte, oomtrail, openers, settings, sparse, times, typed } from '../setup.ts';
import { note, table } from '../table.ts';

const { rounds } = settings;

/** (b) The same, compressed. */
export async function packed(): Promise<void> {
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
