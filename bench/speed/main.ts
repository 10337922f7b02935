import { spawnSync } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { bigSyslog } from './cases/big-syslog.ts';
import { dense } from './cases/dense.ts';
import { journalJson } from './cases/journal-json.ts';
import { manyFiles } from './cases/many-files.ts';
import { memory } from './cases/memory.ts';
import { packed } from './cases/packed.ts';
import { rotated } from './cases/rotated.ts';
import { sizes } from './cases/sizes.ts';
import { settings } from './setup.ts';
import { print, printAims } from './table.ts';

function machine(): string {
  const release = readFileSync('/proc/sys/kernel/osrelease', 'utf8').trim();
  const versions = [
    ['rg', '--version'],
    ['grep', '--version'],
  ].map(([program = '', ...args]) => spawnSync(program, args).stdout?.toString().split('\n')[0]);
  return `${cpus()[0]?.model}, ${cpus().length} cores, ${(totalmem() / 1e9).toFixed(0)} GB, Linux ${release}, Node ${process.versions.node}, ${versions.join(', ')}. Medians of ${settings.rounds} rounds after one that warms up; each round runs all commands of its table in turn, ratios to the first are taken within rounds.`;
}

/**
 * What `extract` costs beside grep and ripgrep on the same files, in one run: what counts are the ratios. Files are made
 * anew in a temporary folder. `--quick` takes less than a minute and says little; see `settings.ts`.
 */
const cases = { a: bigSyslog, b: packed, c: dense, d: journalJson, e: manyFiles, f: memory, g: sizes, h: rotated };

// A program that was never built is said before files of gigabytes are made.
closeSync(openSync('dist/main.js', 'r'));
print(machine());
for (const [letter, measure] of Object.entries(cases)) if (settings.only.includes(letter)) await measure();
printAims();
