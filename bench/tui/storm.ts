import { closeSync, openSync, writeSync } from 'node:fs';
import { answered, medianAndP99, pause } from './latency.ts';
import { openPty, type Pty } from './pty.ts';

const seconds = 15;
const calmSeconds = 5;
const killsPerSecond = 1000;
const megabyte = 1e6;

/** Writes kills into a log at an even rate, each a line of its own, until it is told to stop. Returns how many there were. */
function storm(path: string): () => number {
  const file = openSync(path, 'a');
  const startedMs = performance.now();
  let written = 0;
  const timer = setInterval(() => {
    const due = Math.floor(((performance.now() - startedMs) / 1000) * killsPerSecond) - written;
    const time = new Date().toISOString();
    let text = '';
    for (let index = 0; index < due; index++) {
      const pid = 1000 + written++;
      text += `${time} db01 kernel: [${(pid * 0.001).toFixed(6)}] Out of memory: Killed process ${pid} (worker${pid % 13}) total-vm:2000000kB, anon-rss:${100_000 + pid}kB, file-rss:0kB, shmem-rss:0kB, UID:0 pgtables:4000kB oom_score_adj:0\n`;
    }
    if (text !== '') writeSync(file, text);
  }, 20);
  return () => {
    clearInterval(timer);
    closeSync(file);
    return written;
  };
}

/** Goes to and fro between two screens for so long; milliseconds of each key. */
async function toAndFro(pty: Pty, forSeconds: number): Promise<number[]> {
  const since = performance.now();
  const keys: number[] = [];
  while (performance.now() - since < forSeconds * 1000) {
    for (const [key, wanted] of [
      ['5', 'files  '],
      ['4', 'last events'],
    ] as const) {
      keys.push(await answered(pty, key, wanted));
      await pause(40);
    }
  }
  return keys;
}

/** Follows a log into which a thousand kills a second are written, and goes to and fro between two screens meanwhile. */
export async function measureStorm(path: string, command: string): Promise<string> {
  closeSync(openSync(path, 'w'));
  const pty = openPty(command, 120, 40);
  try {
    await pty.shows('last events', pty.startedMs);
    await pause(1000);
    const calm = await toAndFro(pty, calmSeconds);
    const stop = storm(path);
    const keys = await toAndFro(pty, seconds);
    const kills = stop();
    const cells = [medianAndP99(calm), kills, seconds, keys.length, medianAndP99(keys), Math.max(...keys).toFixed(0)];
    return `| ${[...cells, Math.round(pty.peakBytes() / megabyte)].join(' | ')} |`;
  } finally {
    await pty.end();
  }
}

export const stormHead = [
  '| before, median / p99 ms | kills written | seconds | keys | key to frame, median / p99 ms | slowest ms | peak RSS MB |',
  '|---|---|---|---|---|---|---|',
];
