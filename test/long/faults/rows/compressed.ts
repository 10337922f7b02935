import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { compare, type Fault } from '../fault.ts';
import { settle, sleep, startLive } from '../live-process.ts';
import { createLineMaker, openDaemon } from '../log-writer.ts';

/** While nobody reads, the log is rotated several times and what was rotated is compressed. */
export const compressed: Fault = {
  name: 'rotated and compressed while down',
  runs: 10,
  async run(folder, turn) {
    const path = join(folder, 'kern.log');
    const db = join(folder, 't.db');
    const daemon = openDaemon(path);
    const maker = createLineMaker();
    const first = await startLive([path, '--db', db, '--no-sampler']);
    daemon.write(maker.lines(500));
    await sleep(300);
    if (turn % 2 === 0) await first.kill();
    else await first.stop();
    for (let rotation = 0; rotation < 4; rotation += 1) {
      daemon.write(maker.lines(333));
      for (let age = 8; age >= 1; age -= 1) move(`${path}.${age}.gz`, `${path}.${age + 1}.gz`);
      compress(path, `${path}.1.gz`);
      daemon.reopen();
    }
    daemon.write(maker.lines(200));
    const second = await startLive([path, '--db', db, '--no-sampler']);
    daemon.write(maker.lines(200));
    await settle(db, maker.pids.size);
    await second.stop();
    daemon.close();
    return compare(maker, await settle(db, maker.pids.size, 0), second.said());
  },
};

function compress(from: string, to: string): void {
  renameSync(from, `${from}.tmp`);
  writeFileSync(to, gzipSync(readFileSync(`${from}.tmp`)));
  rmSync(`${from}.tmp`);
}

function move(from: string, to: string): void {
  try {
    renameSync(from, to);
  } catch {
    // There is none so old yet.
  }
}
