import { join } from 'node:path';
import { compare, type Fault, type Outcome } from '../fault.ts';
import { type Journald, journaldMissing, startJournald } from '../journald.ts';
import { type LiveProcess, settle, startLive } from '../live-process.ts';
import { createKillerLines } from '../log-writer.ts';

/**
 * A real journal is rotated and vacuumed while it is followed, and `live` is killed and started again. What is vacuumed was read
 * before.
 */
export const journald: Fault = {
  name: 'journald: rotated and vacuumed, kill -9',
  runs: 3,
  missing: journaldMissing,
  run: (folder) =>
    withJournal(folder, async ({ journal, write, start, caughtUp }) => {
      let live = await start();
      for (let turn = 0; turn < 6; turn += 1) {
        await write(300);
        if (turn % 2 === 1) {
          await live.kill();
          await write(100);
          journal.control('--rotate');
          live = await start();
        }
        journal.control('--rotate');
        await write(100);
        await caughtUp();
        journal.control('--vacuum-files=1');
      }
      return live;
    }),
};

/** What was never read is vacuumed while `live` is down: it is gone, which must be said. */
export const vacuumed: Fault = {
  name: 'journald: vacuumed before it was read',
  runs: 3,
  destroys: true,
  missing: journaldMissing,
  run: (folder) =>
    withJournal(folder, async ({ journal, write, start, caughtUp }) => {
      const first = await start();
      await write(300);
      await caughtUp();
      await first.kill();
      await write(200);
      journal.control('--rotate');
      journal.control('--vacuum-files=1');
      await write(100);
      return start();
    }),
};

interface Scene {
  readonly journal: Journald;
  write(lines: number): Promise<void>;
  start(): Promise<LiveProcess>;
  caughtUp(): Promise<unknown>;
}

async function withJournal(folder: string, act: (scene: Scene) => Promise<LiveProcess>): Promise<Outcome> {
  const db = join(folder, 't.db');
  const journal = await startJournald();
  const maker = createKillerLines();
  try {
    const caughtUp = (quietMs?: number) => settle(db, maker.pids.size, quietMs);
    const last = await act({
      journal,
      write: (lines) => journal.write(maker.lines(lines)),
      start: () => startLive(['journal', '--db', db, '--no-sampler'], { prefix: journal.prefix }),
      caughtUp,
    });
    await caughtUp();
    await last.stop();
    return compare(maker, await caughtUp(0), last.said());
  } finally {
    await journal.stop();
  }
}
