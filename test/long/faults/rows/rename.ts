import { renameSync } from 'node:fs';
import { join } from 'node:path';
import { compare, type Fault } from '../fault.ts';
import { settle, sleep, startLive } from '../live-process.ts';
import { createLineMaker, openDaemon } from '../log-writer.ts';

/** logrotate's default, far too often: rename, then the daemon opens a new file. */
export const rename: Fault = {
  name: 'renamed 25 times a second',
  runs: 5,
  async run(folder) {
    const path = join(folder, 'kern.log');
    const db = join(folder, 't.db');
    const daemon = openDaemon(path);
    const live = await startLive([path, '--db', db, '--no-sampler']);
    const maker = createLineMaker();
    for (let turn = 0; turn < 100; turn += 1) {
      for (let burst = 0; burst < 4; burst += 1) {
        daemon.write(maker.lines(25));
        await sleep(8);
      }
      for (let age = 110; age >= 1; age -= 1) move(`${path}.${age}`, `${path}.${age + 1}`);
      renameSync(path, `${path}.1`);
      // What is written between the rename and the reopening goes into the old file.
      daemon.write(maker.lines(5));
      daemon.reopen();
    }
    daemon.write(maker.lines(10));
    await settle(db, maker.pids.size);
    await live.stop();
    daemon.close();
    return compare(maker, await settle(db, maker.pids.size, 0), live.said());
  },
};

function move(from: string, to: string): void {
  try {
    renameSync(from, to);
  } catch {
    // There is none so old yet.
  }
}
