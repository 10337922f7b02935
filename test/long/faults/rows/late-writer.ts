import { renameSync } from 'node:fs';
import { join } from 'node:path';
import { compare, type Fault } from '../fault.ts';
import { settle, sleep, startLive } from '../live-process.ts';
import { createLineMaker, openDaemon } from '../log-writer.ts';

/** Two daemons write the log; after a rotation one goes on writing into the old file when the new one has content already. */
export const lateWriter: Fault = {
  name: 'renamed, one of two daemons opens it late',
  runs: 5,
  async run(folder, turn) {
    const path = join(folder, 'kern.log');
    const db = join(folder, 't.db');
    const punctual = openDaemon(path);
    const late = openDaemon(path);
    let live = await startLive([path, '--db', db, '--no-sampler']);
    const maker = createLineMaker();
    for (let rotation = 0; rotation < 6; rotation += 1) {
      punctual.write(maker.lines(100));
      late.write(maker.lines(100));
      for (let age = rotation; age >= 1; age -= 1) renameSync(`${path}.${age}`, `${path}.${age + 1}`);
      renameSync(path, `${path}.1`);
      punctual.reopen();
      punctual.write(maker.lines(100));
      await settle(db, maker.pids.size);
      for (let burst = 0; burst < 10; burst += 1) {
        late.write(maker.lines(20));
        punctual.write(maker.lines(20));
        await sleep(50);
      }
      if ((rotation + turn) % 2 === 0) {
        await live.kill();
        late.write(maker.lines(30));
        live = await startLive([path, '--db', db, '--no-sampler']);
      }
      await settle(db, maker.pids.size);
      late.reopen();
    }
    await settle(db, maker.pids.size);
    await live.stop();
    for (const daemon of [punctual, late]) daemon.close();
    return compare(maker, await settle(db, maker.pids.size, 0), live.said());
  },
};
