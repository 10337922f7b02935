import { mkdirSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import type { Fault } from '../fault.ts';
import { followLog } from '../followed-log.ts';
import { sleep } from '../live-process.ts';

/** The directory of the log is renamed while it is written; a new one of its name gets a new log. */
export const directory: Fault = {
  name: 'its directory is renamed',
  runs: 5,
  async run(folder) {
    const logFolder = join(folder, 'log');
    mkdirSync(logFolder);
    const log = await followLog(folder, { logFolder });
    for (let turn = 0; turn < 8; turn += 1) {
      log.write(100);
      renameSync(logFolder, join(folder, `log.${turn}`));
      log.write(100);
      // A file that nobody could find before its directory moves on is nobody's loss but the mover's.
      await log.caughtUp();
      mkdirSync(logFolder);
      log.daemon.reopen();
      log.write(50);
      await log.caughtUp();
      await sleep(Math.random() * 100);
    }
    return log.outcome();
  },
};
