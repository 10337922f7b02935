import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Fault } from '../fault.ts';
import { followLog } from '../followed-log.ts';
import { sleep } from '../live-process.ts';

/** The timeline's file system (a tmpfs of 4 MiB, mounted as root) is filled up and freed again. */
export const fullDisk: Fault = {
  name: 'disk full and freed',
  runs: 5,
  async run(folder) {
    const small = join(folder, 'small');
    mkdirSync(small);
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=4m', 'tmpfs', small]);
    try {
      const log = await followLog(folder, { dbFolder: small });
      log.write(1000);
      await log.caughtUp();
      fill(join(small, 'ballast'));
      for (let burst = 0; burst < 20; burst += 1) {
        log.write(100);
        await sleep(50);
      }
      await sleep(1500);
      if (!log.live.said().includes('storing pauses')) throw new Error('the full disk was not said');
      rmSync(join(small, 'ballast'));
      log.write(500);
      await log.caughtUp(8000);
      if (!log.live.said().includes('storing goes on')) throw new Error('that it goes on was not said');
      return await log.outcome();
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
