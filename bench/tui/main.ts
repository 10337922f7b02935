import { mkdtempSync, rmSync } from 'node:fs';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { writeKills, writeLog, writeSparse } from './inputs.ts';
import { measureReading, readingHead } from './reading.ts';
import { measureScrolling, scrollingHead } from './scrolling.ts';
import { measureStart, startHead } from './starting.ts';
import { measureStorm, stormHead } from './storm.ts';

/**
 * How fast the screens are, in a terminal: `node bench/tui/main.ts [--large]`. Build before. `--large` adds 1 GB and 10 GB
 * (sparse). Times are from the start of the process; latencies from the write of a key to the arrival of its frame.
 */
const packageFolder = fileURLToPath(new URL('../..', import.meta.url));
const program = process.env.OOMTRAIL_BIN ?? join(packageFolder, 'bin/oomtrail.js');
const folder = mkdtempSync(join(tmpdir(), 'oomtrail-bench-'));
const large = process.argv.includes('--large');

const command = (path: string): string => `'${process.execPath}' '${program}' open '${path}'`;
const print = (line: string): void => void process.stdout.write(`${line}\n`);
const load = (): string => `load average ${loadavg()[0]?.toFixed(1)} on ${cpus().length} cores`;

const megabyte = 1e6;
const sizes: readonly (readonly [name: string, bytes: number, write: typeof writeLog])[] = [
  ['10 MB', 10 * megabyte, writeLog],
  ...(large
    ? ([
        ['1 GB', 1000 * megabyte, writeLog],
        ['10 GB, sparse', 10_000 * megabyte, writeSparse],
      ] as const)
    : []),
];

try {
  const date = new Date().toISOString().slice(0, 10);
  print(
    `Node ${process.versions.node}, ${cpus().length} x ${cpus()[0]?.model ?? 'unknown'}, 120x40, ${date}, ${load()}`,
  );
  const starts: string[] = [];
  const readings: string[] = [];
  for (const [name, bytes, write] of sizes) {
    const path = join(folder, 'input.log');
    write(path, bytes, packageFolder);
    starts.push(await measureStart(name, command(path)));
    readings.push(await measureReading(name, command(path), path));
    rmSync(path);
  }
  for (const line of ['', ...startHead, ...starts, '', ...readingHead, ...readings, '', ...scrollingHead]) print(line);
  for (const count of [10, 10_000]) {
    const path = join(folder, `kills-${count}.log`);
    writeKills(path, count);
    print(await measureScrolling(count, command(path)));
  }
  const log = join(folder, 'storm.log');
  const live = `'${process.execPath}' '${program}' live '${log}' --no-sampler`;
  for (const line of ['', ...stormHead, await measureStorm(log, live)]) print(line);
  print(`\nAt the end: ${load()}.`);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
