import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { compare, type Fault } from '../fault.ts';
import { settle, sleep, startLive } from '../live-process.ts';
import { createLineMaker, openDaemon } from '../log-writer.ts';

/** The timeline's file system (a tmpfs of 4 MiB, mounted as root) is filled up and freed again. */
export const fullDisk: Fault = {
  name: 'disk full and freed',
  runs: 5,
  async run(folder) {
    const small = join(folder, 'small');
    mkdirSync(small);
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=4m', 'tmpfs', small]);
    try {
      const path = join(folder, 'kern.log');
      const db = join(small, 't.db');
      const daemon = openDaemon(path);
      const live = await startLive([path, '--db', db, '--no-sampler']);
      const maker = createLineMaker();
      daemon.write(maker.lines(1000));
      await settle(db, maker.pids.size);
      fill(join(small, 'ballast'));
      for (let burst = 0; burst < 20; burst += 1) {
        daemon.write(maker.lines(100));
        await sleep(50);
      }
      await sleep(1500);
      if (!live.said().includes('storing pauses')) throw new Error('the full disk was not said');
      rmSync(join(small, 'ballast'));
      daemon.write(maker.lines(500));
      await settle(db, maker.pids.size, 8000);
      if (!live.said().includes('storing goes on')) throw new Error('that it goes on was not said');
      await live.stop();
      daemon.close();
      return compare(maker, await settle(db, maker.pids.size, 0), live.said());
    } finally {
      execFileSync('umount', ['-l', small]);
    }
  },
};

function fill(path: string): void {
  for (let size = 4 * 1024 * 1024; size >= 4096; size /= 2) {
    try {
      writeFileSync(path, Buffer.alloc(size), { flag: 'a' });
    } catch {
      // So much does not fit any more: less may.
    }
  }
}
