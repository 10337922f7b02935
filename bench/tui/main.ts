import { mkdtempSync, rmSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { writeKills, writeLog, writeSparse } from './inputs.ts';
import { openPty } from './pty.ts';

/**
 * How fast the screens are, in a terminal: `node bench/tui/main.ts [--large]`. Build before. `--large` adds 10 GB
 * (sparse). Times are from the start of the process; latencies from the write of a key to the arrival of its frame.
 */
const packageFolder = fileURLToPath(new URL('../..', import.meta.url));
const program = process.env.OOMTRAIL_BIN ?? join(packageFolder, 'bin/oomtrail.js');
const folder = mkdtempSync(join(tmpdir(), 'oomtrail-bench-'));
const large = process.argv.includes('--large');

const megabyte = 1e6;
const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

const command = (path: string): string => `'${process.execPath}' '${program}' open '${path}'`;

interface Row {
  readonly input: string;
  readonly firstMs: number;
  readonly inkMs: number;
  readonly listMs: number;
  readonly keys: readonly number[];
  readonly peakBytes: number;
}

/** Opens a file and goes to and fro between two screens until the list is complete. */
async function opened(input: string, path: string): Promise<Row> {
  const pty = openPty(command(path), 120, 40);
  try {
    const firstMs = await pty.writes('oomtrail', pty.startedMs);
    const inkMs = await pty.writes('help', pty.startedMs);
    const complete = pty.writes('incident', pty.startedMs).then(() => pty.writes('PROCESS', pty.startedMs));
    const keys: number[] = [];
    let done = false;
    let listMs = 0;
    const finished = pty.writes(' files', pty.startedMs).catch(() => 0);
    void complete.then((milliseconds) => {
      done = true;
      listMs = milliseconds;
    });
    while (!done || keys.length < 40) {
      for (const [key, word] of [
        ['5', 'files '],
        ['1', 'incidents '],
      ] as const) {
        const since = performance.now();
        pty.type(key);
        keys.push(await pty.writes(word, since));
        await pause(30);
      }
      if (keys.length > 2000) break;
    }
    await finished;
    return { input, firstMs, inkMs, listMs, keys, peakBytes: pty.peakBytes() };
  } finally {
    await pty.end();
  }
}

/** Moves down through a list of so many incidents, a row at a time. */
async function scrolled(count: number): Promise<string> {
  const path = join(folder, `kills-${count}.log`);
  writeKills(path, count);
  const pty = openPty(command(path), 120, 40);
  try {
    await pty.writes(`${count.toLocaleString('en-US')} incidents`, pty.startedMs);
    await pause(1500);
    const keys: number[] = [];
    for (let row = 2; row < 202; row++) {
      const since = performance.now();
      const target = count < 100 ? (row % 2 === 0 ? 2 : 1) : row;
      pty.type(count < 100 && row % 2 === 1 ? 'k' : 'j');
      keys.push(await pty.writes(`${target}/`, since));
      await pause(15);
    }
    return `| ${count.toLocaleString('en-US')} | ${quantile(keys, 0.5).toFixed(0)} | ${quantile(keys, 0.99).toFixed(0)} | ${Math.round(pty.peakBytes() / megabyte)} |`;
  } finally {
    await pty.end();
  }
}

const print = (line: string): void => void process.stdout.write(`${line}\n`);

try {
  const sizes: readonly (readonly [name: string, bytes: number, write: typeof writeLog])[] = [
    ['10 MB', 10 * megabyte, writeLog],
    ['1 GB', 1000 * megabyte, writeLog],
    ...(large ? ([['10 GB, sparse', 10_000 * megabyte, writeSparse]] as const) : []),
  ];
  print(
    `Node ${process.versions.node}, ${cpus().length} x ${cpus()[0]?.model ?? 'unknown'}, 120x40, ${new Date().toISOString().slice(0, 10)}`,
  );
  print('');
  print(
    '| input | static frame ms | Ink ms | first incident on the list ms | key to frame median ms | p99 ms | keys | peak RSS MB |',
  );
  print('|---|---|---|---|---|---|---|---|');
  for (const [name, bytes, write] of sizes) {
    const path = join(folder, 'input.log');
    write(path, bytes, packageFolder);
    const { input, firstMs, inkMs, listMs, keys, peakBytes } = await opened(name, path);
    const cells = [firstMs, inkMs, listMs, quantile(keys, 0.5), quantile(keys, 0.99)].map((value) => value.toFixed(0));
    print(`| ${[input, ...cells, keys.length, Math.round(peakBytes / megabyte)].join(' | ')} |`);
  }
  print('');
  print('| incidents | scroll median ms | p99 ms | peak RSS MB |');
  print('|---|---|---|---|');
  for (const count of [10, 10_000]) print(await scrolled(count));
} finally {
  rmSync(folder, { recursive: true, force: true });
}
