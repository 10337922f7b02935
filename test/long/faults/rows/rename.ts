import type { Fault } from '../fault.ts';
import { followLog } from '../followed-log.ts';
import { sleep } from '../live-process.ts';

/** logrotate's default, far too often: rename, then the daemon opens a new file. */
export const rename: Fault = {
  name: 'renamed 25 times a second',
  runs: 5,
  async run(folder) {
    const log = await followLog(folder);
    for (let turn = 0; turn < 100; turn += 1) {
      for (let burst = 0; burst < 4; burst += 1) {
        log.write(25);
        await sleep(8);
      }
      log.rename(110);
      // What is written between the rename and the reopening goes into the old file.
      log.write(5);
      log.daemon.reopen();
    }
    log.write(10);
    return log.outcome();
  },
};
