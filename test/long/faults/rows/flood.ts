import type { Fault } from '../fault.ts';
import { followLog } from '../followed-log.ts';
import { sleep } from '../live-process.ts';
import { createLineMaker } from '../log-writer.ts';

const seconds = 60;

/** 100,000 lines a second for a minute, one in a thousand a kill. */
export const flood: Fault = {
  name: `100,000 lines a second for ${seconds} s`,
  runs: 1,
  async run(folder) {
    const log = await followLog(folder, { maker: createLineMaker({ recordEvery: 1000 }) });
    const startedMs = Date.now();
    while (Date.now() - startedMs < seconds * 1000) {
      const due = ((Date.now() - startedMs) / 1000) * 100_000 - log.maker.made;
      if (due > 0) log.write(Math.min(Math.ceil(due), 10_000));
      await sleep(20);
    }
    return log.outcome();
  },
};

/** A line of 64 MB between others: only its head is read, and what stands behind it is not lost. */
export const longLine: Fault = {
  name: 'a line of 64 MB',
  runs: 5,
  async run(folder) {
    const log = await followLog(folder);
    log.write(100);
    const piece = 'y'.repeat(1024 * 1024);
    for (let mebibyte = 0; mebibyte < 64; mebibyte += 1) log.daemon.write(piece);
    log.daemon.write('\n');
    log.write(100);
    return log.outcome();
  },
};
