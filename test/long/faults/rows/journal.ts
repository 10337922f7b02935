import { appendFileSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { compare, type Fault } from '../fault.ts';
import { settle, sleep, startLive } from '../live-process.ts';
import { createLineMaker } from '../log-writer.ts';

/**
 * The journal is rotated while it is followed, live is killed and started again, and what it has read is vacuumed. No journald
 * runs on a build machine: a stand-in for journalctl serves the entries, so this tests our side of the pipe.
 */
export const journal: Fault = {
  name: 'journal rotated and vacuumed (stand-in)',
  runs: 5,
  async run(folder) {
    const entries = join(folder, 'entries');
    const programs = join(folder, 'bin');
    mkdirSync(entries);
    mkdirSync(programs);
    const standIn = fileURLToPath(new URL('../journalctl-stand-in.mjs', import.meta.url));
    const shell = `#!/bin/sh\nexec "${process.execPath}" "${standIn}" "$@"\n`;
    writeFileSync(join(programs, 'journalctl'), shell, { mode: 0o755 });
    const env = { STAND_IN_JOURNAL: entries, PATH: `${programs}${delimiter}${process.env.PATH ?? ''}` };
    const db = join(folder, 't.db');
    const maker = createLineMaker();
    let number = 0;
    let generation = 0;
    const write = (lines: number): void => {
      let text = '';
      for (const line of maker.lines(lines).split('\n').slice(0, -1)) text += `${entryOf(line, number++)}\n`;
      appendFileSync(join(entries, String(generation)), text);
    };
    write(10);
    const before = new Set(maker.pids);
    let live = await startLive(['journal', '--db', db, '--no-sampler'], { env });
    await sleep(500);
    for (let turn = 0; turn < 6; turn += 1) {
      write(300);
      if (turn % 2 === 1) {
        await sleep(Math.random() * 400);
        await live.kill();
        write(100);
        live = await startLive(['journal', '--db', db, '--no-sampler'], { env });
      }
      generation += 1;
      write(100);
      await settle(db, maker.pids.size - before.size, 20_000);
      const [oldest] = readdirSync(entries).sort((a, b) => Number(a) - Number(b));
      if (oldest !== undefined && Number(oldest) < generation) rmSync(join(entries, oldest));
    }
    await settle(db, maker.pids.size - before.size, 20_000);
    await live.stop();
    const outcome = compare(maker, await settle(db, maker.pids.size - before.size, 0), live.said());
    // What stood there before the start was not asked for.
    return { ...outcome, expected: outcome.expected - before.size, lost: outcome.lost - before.size };
  },
};

function entryOf(line: string, number: number): string {
  const [, stamp = '', text = ''] = /^(\S+) \S+ kernel: \[[^\]]*\] (.*)$/.exec(line) ?? [];
  const us = Date.parse(stamp) * 1000 + Number(stamp.slice(23, 26));
  return JSON.stringify({
    __CURSOR: `n=${number}`,
    __REALTIME_TIMESTAMP: String(us),
    _TRANSPORT: 'kernel',
    _BOOT_ID: 'b'.repeat(32),
    _HOSTNAME: 'web1',
    _SOURCE_MONOTONIC_TIMESTAMP: String(1_000_000 + number * 137),
    SYSLOG_IDENTIFIER: 'kernel',
    SYSLOG_FACILITY: '0',
    PRIORITY: '3',
    MESSAGE: text,
  });
}
