import { copyFileSync, renameSync, truncateSync } from 'node:fs';
import type { Fault } from '../fault.ts';
import { followLog } from '../followed-log.ts';
import { sleep } from '../live-process.ts';

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
  const log = await followLog(folder);
  const { path } = log;
  for (let turn = 0; turn < 20; turn += 1) {
    for (let burst = 0; burst < 10; burst += 1) {
      log.write(50);
      if (burst % 3 === 0) await sleep(4);
    }
    for (let age = turn; age >= 1; age -= 1) renameSync(`${path}.${age}`, `${path}.${age + 1}`);
    copyFileSync(path, `${path}.1`);
    if (writesMeanwhile) log.write(20);
    truncateSync(path);
    log.write(turn % 2 === 0 ? 5 : 900);
    await sleep(60);
  }
  return log.outcome();
}
