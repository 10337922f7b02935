import type { Fault } from '../fault.ts';
import { followLog } from '../followed-log.ts';
import { sleep } from '../live-process.ts';
import { openDaemon } from '../log-writer.ts';

/** Two daemons write the log; after a rotation one goes on writing into the old file when the new one has content already. */
export const lateWriter: Fault = {
  name: 'renamed, one of two daemons opens it late',
  runs: 5,
  async run(folder, turn) {
    const log = await followLog(folder);
    const late = openDaemon(log.path);
    const writeLate = (lines: number): void => late.write(log.maker.lines(lines));
    for (let rotation = 0; rotation < 6; rotation += 1) {
      log.write(100);
      writeLate(100);
      log.rename(rotation);
      log.daemon.reopen();
      log.write(100);
      await log.caughtUp();
      for (let burst = 0; burst < 10; burst += 1) {
        writeLate(20);
        log.write(20);
        await sleep(50);
      }
      if ((rotation + turn) % 2 === 0) {
        await log.kill();
        writeLate(30);
        await log.start();
      }
      await log.caughtUp();
      late.reopen();
    }
    const outcome = await log.outcome();
    late.close();
    return outcome;
  },
};
