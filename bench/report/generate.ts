import { appendFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const report = fileURLToPath(new URL('../../corpus/oom-kill/global-6.12-rsyslog-rfc3339/kern.log', import.meta.url));
const hourMs = 3_600_000;

/** A folder with one real report an hour, and a sample of the memory every minute beside it. */
export function writeIncidents(folder: string, incidents: number): void {
  const lines = readFileSync(report, 'utf8').trimEnd().split('\n').slice(1);
  const firstMs = Date.parse(lines[0]?.slice(0, 32) ?? '');
  mkdirSync(folder, { recursive: true });
  const log = join(folder, 'kern.log');
  const samples = join(folder, 'meminfo.txt');
  writeFileSync(log, '');
  writeFileSync(samples, '');
  for (let incident = 0; incident < incidents; incident += 1) {
    const shiftMs = incident * hourMs;
    appendFileSync(log, `${lines.map((line) => shifted(line, shiftMs)).join('\n')}\n`);
    const minutes = Array.from({ length: 60 }, (_, minute) =>
      sample(firstMs + shiftMs - (59 - minute) * 60_000 - 1000, minute / 60),
    );
    appendFileSync(samples, minutes.join(''));
  }
}

function shifted(line: string, shiftMs: number): string {
  const end = line.indexOf(' ');
  return new Date(Date.parse(line.slice(0, end)) + shiftMs).toISOString().replace('Z', '+00:00') + line.slice(end);
}

/** /proc/meminfo of a machine that fills up over an hour; `share` of the memory is used. */
function sample(atMs: number, share: number): string {
  const used = Math.round(420_000 * share);
  const fields: readonly (readonly [string, number])[] = [
    ['MemTotal', 466_612],
    ['MemFree', 440_000 - used],
    ['MemAvailable', 445_000 - used],
    ['Buffers', 100],
    ['Cached', 4000],
    ['SwapCached', 0],
    ['Unevictable', 5096],
    ['SwapTotal', 0],
    ['SwapFree', 0],
    ['AnonPages', used],
    ['Shmem', 260],
    ['Slab', 15_464],
    ['SReclaimable', 4732],
    ['SUnreclaim', 10_732],
    ['KernelStack', 1392],
    ['PageTables', 2020],
    ['VmallocUsed', 11_512],
    ['Percpu', 348],
  ];
  const header = `=== 0 epoch=${(atMs / 1000).toFixed(3)} mono=0 boot=0\n`;
  return (
    header +
    fields
      .map(([name, kilobytes]) => `${`${name}:`.padEnd(14)}${String(Math.max(0, kilobytes)).padStart(9)} kB\n`)
      .join('')
  );
}
