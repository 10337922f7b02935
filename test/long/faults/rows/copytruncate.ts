import { copyFileSync, renameSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import { compare, type Fault } from '../fault.ts';
import { settle, sleep, startLive } from '../live-process.ts';
import { createLineMaker, openDaemon } from '../log-writer.ts';

/** logrotate's copytruncate: what is written between the copy and the cut is gone, whoever reads. */
export const copytruncate: Fault = {
  name: 'copied and cut, writing goes on',
  runs: 5,
  destroys: true,
  run: (folder) => copyAndCut(folder, true),
};

/** The same with a daemon that pauses meanwhile: nothing is destroyed, so nothing may be lost. */
export const copytruncateQuiet: Fault = {
  name: 'copied and cut, the writer waits',
  runs: 5,
  run: (folder) => copyAndCut(folder, false),
};

async function copyAndCut(folder: string, writesMeanwhile: boolean) {
  const path = join(folder, 'kern.log');
  const db = join(folder, 't.db');
  const daemon = openDaemon(path);
  const live = await startLive([path, '--db', db, '--no-sampler']);
  const maker = createLineMaker();
  for (let turn = 0; turn < 20; turn += 1) {
    for (let burst = 0; burst < 10; burst += 1) {
      daemon.write(maker.lines(50));
      if (burst % 3 === 0) await sleep(4);
    }
    for (let age = turn; age >= 1; age -= 1) renameSync(`${path}.${age}`, `${path}.${age + 1}`);
    copyFileSync(path, `${path}.1`);
    if (writesMeanwhile) daemon.write(maker.lines(20));
    truncateSync(path);
    daemon.write(maker.lines(turn % 2 === 0 ? 5 : 900));
    await sleep(60);
  }
  await settle(db, maker.pids.size);
  await live.stop();
  daemon.close();
  return compare(maker, await settle(db, maker.pids.size, 0), live.said());
}
