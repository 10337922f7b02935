import type { Fault } from '../fault.ts';
import { followLog } from '../followed-log.ts';
import { sleep } from '../live-process.ts';

const stopMs = 30_000;

/** SIGSTOP while the log is written and rotated: when it goes on, it must not take its own sleep for the log's silence. */
export const stopped: Fault = {
  name: 'stopped for 30 s under load',
  runs: 2,
  async run(folder) {
    const log = await followLog(folder);
    log.write(200);
    await sleep(500);
    log.live.child.kill('SIGSTOP');
    for (let burst = 0; burst < stopMs / 50; burst += 1) {
      log.write(100);
      if (burst % 150 === 149) {
        log.rename(5);
        log.daemon.reopen();
      }
      await sleep(50);
    }
    log.live.child.kill('SIGCONT');
    log.write(200);
    return log.outcome();
  },
};
