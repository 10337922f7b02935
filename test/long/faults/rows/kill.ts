import type { Fault } from '../fault.ts';
import { followLog } from '../followed-log.ts';
import { sleep } from '../live-process.ts';

const kills = 20;

/** kill -9 at random moments while the log is written and rotated; each time it is started again. */
export const killed: Fault = {
  name: `kill -9 at random moments, ${kills} a run`,
  runs: 10,
  async run(folder) {
    const log = await followLog(folder);
    let writes = true;
    const writer = (async () => {
      for (let burst = 0; writes; burst += 1) {
        log.write(20);
        if (burst % 80 === 79) {
          log.rename(40);
          log.write(3);
          log.daemon.reopen();
        }
        await sleep(10);
      }
    })();
    for (let turn = 0; turn < kills; turn += 1) {
      await sleep(Math.random() * 300);
      await log.kill();
      await log.start();
    }
    writes = false;
    await writer;
    return log.outcome();
  },
};
