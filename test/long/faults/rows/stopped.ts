import { join } from 'node:path';
import { compare, type Fault } from '../fault.ts';
import { settle, sleep, startLive } from '../live-process.ts';
import { createLineMaker, openDaemon } from '../log-writer.ts';

const stopMs = 30_000;

/** SIGSTOP while the log is written and rotated: when it goes on, it must not take its own sleep for the log's silence. */
export const stopped: Fault = {
  name: 'stopped for 30 s under load',
  runs: 2,
  async run(folder) {
    const { renameSync } = await import('node:fs');
    const path = join(folder, 'kern.log');
    const db = join(folder, 't.db');
    const daemon = openDaemon(path);
    const live = await startLive([path, '--db', db, '--no-sampler']);
    const maker = createLineMaker();
    daemon.write(maker.lines(200));
    await sleep(500);
    live.child.kill('SIGSTOP');
    for (let burst = 0; burst < stopMs / 50; burst += 1) {
      daemon.write(maker.lines(100));
      if (burst % 150 === 149) {
        for (let age = 5; age >= 1; age -= 1) move(renameSync, `${path}.${age}`, `${path}.${age + 1}`);
        renameSync(path, `${path}.1`);
        daemon.reopen();
      }
      await sleep(50);
    }
    live.child.kill('SIGCONT');
    daemon.write(maker.lines(200));
    await settle(db, maker.pids.size, 10_000);
    await live.stop();
    daemon.close();
    return compare(maker, await settle(db, maker.pids.size, 0), live.said());
  },
};

function move(rename: (from: string, to: string) => void, from: string, to: string): void {
  try {
    rename(from, to);
  } catch {
    // There is none so old yet.
  }
}
