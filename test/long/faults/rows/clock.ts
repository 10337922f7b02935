import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { compare, type Fault } from '../fault.ts';
import { settle, sleep, startLive } from '../live-process.ts';
import { createLineMaker, openDaemon } from '../log-writer.ts';

const steps = [0, 3_600_000, -7_200_000, 86_400_000, 500, 0];

/**
 * The wall clock is set back and forth, for the writer and for `live` alike, with a kill -9 between. The machine's clock is
 * everybody's: `live` gets a clock of its own that a file sets.
 */
export const clock: Fault = {
  name: 'the clock is set back and forth',
  runs: 5,
  async run(folder) {
    const path = join(folder, 'kern.log');
    const db = join(folder, 't.db');
    const offset = join(folder, 'offset');
    writeFileSync(offset, '0');
    const shifted = fileURLToPath(new URL('../shifted-clock.mjs', import.meta.url));
    const env = { CLOCK_OFFSET_FILE: offset, NODE_OPTIONS: `--import=${shifted}` };
    const daemon = openDaemon(path);
    const args = [path, '--db', db];
    let live = await startLive(args, { env });
    const maker = createLineMaker();
    for (const [turn, stepMs] of steps.entries()) {
      writeFileSync(offset, String(stepMs));
      maker.shift(stepMs);
      for (let burst = 0; burst < 10; burst += 1) {
        daemon.write(maker.lines(40));
        await sleep(100);
      }
      if (turn % 2 === 1) {
        await live.kill();
        daemon.write(maker.lines(40));
        live = await startLive(args, { env });
      }
    }
    await settle(db, maker.pids.size);
    await live.stop();
    daemon.close();
    return compare(maker, await settle(db, maker.pids.size, 0), live.said());
  },
};
