import { join } from 'node:path';
import { compare, type Fault } from '../fault.ts';
import { settle, sleep, startLive } from '../live-process.ts';
import { createLineMaker, openDaemon } from '../log-writer.ts';

const seconds = 60;

/** 100,000 lines a second for a minute, one in a thousand a kill. */
export const flood: Fault = {
  name: `100,000 lines a second for ${seconds} s`,
  runs: 1,
  async run(folder) {
    const path = join(folder, 'kern.log');
    const db = join(folder, 't.db');
    const daemon = openDaemon(path);
    const live = await startLive([path, '--db', db, '--no-sampler']);
    const maker = createLineMaker({ recordEvery: 1000 });
    const startedMs = Date.now();
    while (Date.now() - startedMs < seconds * 1000) {
      const due = ((Date.now() - startedMs) / 1000) * 100_000 - maker.made;
      if (due > 0) daemon.write(maker.lines(Math.min(Math.ceil(due), 10_000)));
      await sleep(20);
    }
    await settle(db, maker.pids.size, 10_000);
    await live.stop();
    daemon.close();
    return compare(maker, await settle(db, maker.pids.size, 0), live.said());
  },
};

/** A line of 64 MB between others: only its head is read, and what stands behind it is not lost. */
export const longLine: Fault = {
  name: 'a line of 64 MB',
  runs: 5,
  async run(folder) {
    const path = join(folder, 'kern.log');
    const db = join(folder, 't.db');
    const daemon = openDaemon(path);
    const live = await startLive([path, '--db', db, '--no-sampler']);
    const maker = createLineMaker();
    daemon.write(maker.lines(100));
    const piece = 'y'.repeat(1024 * 1024);
    for (let mebibyte = 0; mebibyte < 64; mebibyte += 1) daemon.write(piece);
    daemon.write(`\n${maker.lines(100)}`);
    await settle(db, maker.pids.size);
    await live.stop();
    daemon.close();
    return compare(maker, await settle(db, maker.pids.size, 0), live.said());
  },
};
