import { rmSync, truncateSync } from 'node:fs';
import type { Fault } from '../fault.ts';
import { followLog } from '../followed-log.ts';
import { sleep } from '../live-process.ts';

/** Somebody empties the log once everything in it was read. */
export const truncate: Fault = {
  name: 'emptied',
  runs: 5,
  async run(folder) {
    const log = await followLog(folder);
    for (let turn = 0; turn < 20; turn += 1) {
      log.write(100 + turn * 40);
      await log.caughtUp();
      truncateSync(log.path);
      // Sometimes it is longer than before when the reader looks again.
      log.write(turn % 2 === 0 ? 3 : 200 + turn * 45);
    }
    return log.outcome();
  },
};

/** The log is deleted; the daemon goes on writing into the deleted file for a while, then makes a new one. */
export const recreate: Fault = {
  name: 'deleted and created again',
  runs: 5,
  async run(folder) {
    const log = await followLog(folder);
    for (let turn = 0; turn < 40; turn += 1) {
      log.write(100);
      // A file that nobody could open before it is deleted is nobody's loss but the writer's.
      await log.caughtUp();
      rmSync(log.path);
      log.write(20);
      if (turn % 2 === 0) await sleep(30);
      log.daemon.reopen();
      log.write(10);
    }
    return log.outcome();
  },
};
