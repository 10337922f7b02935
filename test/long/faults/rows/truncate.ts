import { rmSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import { compare, type Fault } from '../fault.ts';
import { settle, sleep, startLive } from '../live-process.ts';
import { createLineMaker, openDaemon } from '../log-writer.ts';

/** Somebody empties the log once everything in it was read. */
export const truncate: Fault = {
  name: 'emptied',
  runs: 5,
  async run(folder) {
    const path = join(folder, 'kern.log');
    const db = join(folder, 't.db');
    const daemon = openDaemon(path);
    const live = await startLive([path, '--db', db, '--no-sampler']);
    const maker = createLineMaker();
    for (let turn = 0; turn < 20; turn += 1) {
      daemon.write(maker.lines(100 + turn * 40));
      await settle(db, maker.pids.size);
      truncateSync(path);
      // Sometimes it is longer than before when the reader looks again.
      daemon.write(maker.lines(turn % 2 === 0 ? 3 : 200 + turn * 45));
    }
    await settle(db, maker.pids.size);
    await live.stop();
    daemon.close();
    return compare(maker, await settle(db, maker.pids.size, 0), live.said());
  },
};

/** The log is deleted; the daemon goes on writing into the deleted file for a while, then makes a new one. */
export const recreate: Fault = {
  name: 'deleted and created again',
  runs: 5,
  async run(folder) {
    const path = join(folder, 'kern.log');
    const db = join(folder, 't.db');
    const daemon = openDaemon(path);
    const live = await startLive([path, '--db', db, '--no-sampler']);
    const maker = createLineMaker();
    for (let turn = 0; turn < 40; turn += 1) {
      daemon.write(maker.lines(100));
      // A file that nobody could open before it is deleted is nobody's loss but the writer's.
      await settle(db, maker.pids.size);
      rmSync(path);
      daemon.write(maker.lines(20));
      if (turn % 2 === 0) await sleep(30);
      daemon.reopen();
      daemon.write(maker.lines(10));
    }
    await settle(db, maker.pids.size);
    await live.stop();
    daemon.close();
    return compare(maker, await settle(db, maker.pids.size, 0), live.said());
  },
};
