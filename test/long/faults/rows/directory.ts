import { mkdirSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { compare, type Fault } from '../fault.ts';
import { settle, sleep, startLive } from '../live-process.ts';
import { createLineMaker, openDaemon } from '../log-writer.ts';

/** The directory of the log is renamed while it is written; a new one of its name gets a new log. */
export const directory: Fault = {
  name: 'its directory is renamed',
  runs: 5,
  async run(folder) {
    const logs = join(folder, 'log');
    mkdirSync(logs);
    const path = join(logs, 'kern.log');
    const db = join(folder, 't.db');
    const daemon = openDaemon(path);
    const live = await startLive([path, '--db', db, '--no-sampler']);
    const maker = createLineMaker();
    for (let turn = 0; turn < 8; turn += 1) {
      daemon.write(maker.lines(100));
      renameSync(logs, join(folder, `log.${turn}`));
      daemon.write(maker.lines(100));
      // A file that nobody could find before its directory moves on is nobody's loss but the mover's.
      await settle(db, maker.pids.size);
      mkdirSync(logs);
      daemon.reopen();
      daemon.write(maker.lines(50));
      await settle(db, maker.pids.size);
      await sleep(Math.random() * 100);
    }
    await settle(db, maker.pids.size);
    await live.stop();
    daemon.close();
    return compare(maker, await settle(db, maker.pids.size, 0), live.said());
  },
};
