import { renameSync } from 'node:fs';
import { join } from 'node:path';
import { compare, type Fault } from '../fault.ts';
import { settle, sleep, startLive } from '../live-process.ts';
import { createLineMaker, openDaemon } from '../log-writer.ts';

const kills = 20;

/** kill -9 at random moments while the log is written and rotated; each time it is started again. */
export const killed: Fault = {
  name: `kill -9 at random moments, ${kills} a run`,
  runs: 10,
  async run(folder) {
    const path = join(folder, 'kern.log');
    const db = join(folder, 't.db');
    const daemon = openDaemon(path);
    const maker = createLineMaker();
    let live = await startLive([path, '--db', db, '--no-sampler']);
    let writes = true;
    const writer = (async () => {
      for (let burst = 0; writes; burst += 1) {
        daemon.write(maker.lines(20));
        if (burst % 80 === 79) {
          for (let age = 40; age >= 1; age -= 1) move(`${path}.${age}`, `${path}.${age + 1}`);
          renameSync(path, `${path}.1`);
          daemon.write(maker.lines(3));
          daemon.reopen();
        }
        await sleep(10);
      }
    })();
    for (let turn = 0; turn < kills; turn += 1) {
      await sleep(Math.random() * 300);
      await live.kill();
      live = await startLive([path, '--db', db, '--no-sampler']);
    }
    writes = false;
    await writer;
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
