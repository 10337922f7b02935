import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Fault } from '../fault.ts';
import { followLog } from '../followed-log.ts';
import { sleep } from '../live-process.ts';

const steps = [0, 3_600_000, -7_200_000, 86_400_000, 500, 0];

/**
 * The wall clock is set back and forth, for the writer and for `live` alike, with a kill -9 between. The machine's clock is
 * everybody's: `live` gets a clock of its own that a file sets.
 */
export const clock: Fault = {
  name: 'the clock is set back and forth',
  runs: 5,
  async run(folder) {
    const offset = join(folder, 'offset');
    writeFileSync(offset, '0');
    const shifted = fileURLToPath(new URL('../shifted-clock.mjs', import.meta.url));
    const log = await followLog(folder, {
      args: [],
      env: { CLOCK_OFFSET_FILE: offset, NODE_OPTIONS: `--import=${shifted}` },
    });
    for (const [turn, stepMs] of steps.entries()) {
      writeFileSync(offset, String(stepMs));
      log.maker.shift(stepMs);
      for (let burst = 0; burst < 10; burst += 1) {
        log.write(40);
        await sleep(100);
      }
      if (turn % 2 === 1) {
        await log.kill();
        log.write(40);
        await log.start();
      }
    }
    return log.outcome();
  },
};
