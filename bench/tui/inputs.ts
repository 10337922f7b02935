import { closeSync, ftruncateSync, openSync, readFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';

const kernel = (packageFolder: string): Buffer => readFileSync(join(packageFolder, 'corpus/demo/kern.log'));

/** Ordinary kernel and service lines, one mebibyte of them. */
const noise = Buffer.from(
  Array.from(
    { length: 11_000 },
    (_, index) =>
      `Jan  6 11:${String(index % 60).padStart(2, '0')}:00 db01 sshd[${index}]: Accepted publickey for deploy from 10.0.0.7 port ${index}\n`,
  ).join(''),
);

/** A log of this size with the demo's report in its middle and at its end. */
export function writeLog(path: string, bytes: number, packageFolder: string): void {
  const file = openSync(path, 'w');
  const report = kernel(packageFolder);
  let written = 0;
  let middle = false;
  while (written < bytes) {
    written += writeSync(file, noise);
    if (!middle && written > bytes / 2) {
      written += writeSync(file, report);
      middle = true;
    }
  }
  writeSync(file, report);
  closeSync(file);
}

/** The same report at both ends of a file that is a hole between them: size without disk. */
export function writeSparse(path: string, bytes: number, packageFolder: string): void {
  const file = openSync(path, 'w');
  const report = kernel(packageFolder);
  writeSync(file, report, 0, report.length, 0);
  ftruncateSync(file, bytes);
  writeSync(file, report, 0, report.length, bytes);
  closeSync(file);
}

/** So many kills, an hour between them: each an incident. */
export function writeKills(path: string, count: number): void {
  const startMs = Date.parse('2024-01-01T00:00:00Z');
  const lines = Array.from({ length: count }, (_, index) => {
    const time = new Date(startMs + index * 3_600_000).toISOString();
    return `${time} host${index % 7} kernel: [${(1000 + index * 3600).toFixed(6)}] Out of memory: Killed process ${1000 + index} (worker${index % 13}) total-vm:2000000kB, anon-rss:1${String(index % 1000).padStart(6, '0')}kB, file-rss:0kB, shmem-rss:0kB, UID:0 pgtables:4000kB oom_score_adj:0\n`;
  });
  const file = openSync(path, 'w');
  writeSync(file, lines.join(''));
  closeSync(file);
}
