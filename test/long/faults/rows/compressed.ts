import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import type { Fault } from '../fault.ts';
import { followLog, move } from '../followed-log.ts';
import { sleep } from '../live-process.ts';

/** While nobody reads, the log is rotated several times and what was rotated is compressed. */
export const compressed: Fault = {
  name: 'rotated and compressed while down',
  runs: 10,
  async run(folder, turn) {
    const log = await followLog(folder);
    const { path, daemon } = log;
    log.write(500);
    await sleep(300);
    if (turn % 2 === 0) await log.kill();
    else await log.live.stop();
    for (let rotation = 0; rotation < 4; rotation += 1) {
      log.write(333);
      for (let age = 8; age >= 1; age -= 1) move(`${path}.${age}.gz`, `${path}.${age + 1}.gz`);
      compress(path, `${path}.1.gz`);
      daemon.reopen();
    }
    log.write(200);
    await log.start();
    log.write(200);
    return log.outcome();
  },
};

function compress(from: string, to: string): void {
  renameSync(from, `${from}.tmp`);
  writeFileSync(to, gzipSync(readFileSync(`${from}.tmp`)));
  rmSync(`${from}.tmp`);
}
