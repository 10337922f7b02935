import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { copyFile, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { openTimeline } from '../../../src/store/index.ts';
import { all, batchOf, oomKill, sampleAt, stored } from '../facts.ts';

const program = fileURLToPath(new URL('appending-program.ts', import.meta.url));

async function inFolder(run: (directory: string) => Promise<void>): Promise<void> {
  const directory = await mkdtemp(join(tmpdir(), 'oomtrail-store-'));
  try {
    await run(directory);
  } finally {
    await rm(directory, { recursive: true });
  }
}

/** Runs a program that appends for ever, kills it at a moment of its own choosing, and gives the last position it was told. */
async function killedWhileAppending(
  file: string | null,
  env: NodeJS.ProcessEnv,
  afterCommits: number,
): Promise<number> {
  const child = spawn(process.execPath, [program, ...(file === null ? [] : [file])], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let committed = -1;
  for await (const line of createInterface(child.stdout)) {
    committed = Number(line);
    if (committed >= afterCommits) break;
  }
  child.kill('SIGKILL');
  await once(child, 'exit');
  return committed;
}

/** What was committed is there after kill -9, and the position tells exactly how far the facts reach. */
test('facts and position agree after kill -9', () =>
  inFolder(async (directory) => {
    const file = join(directory, 'timeline.db');
    for (const commits of [1, 7, 30]) {
      const known = await killedWhileAppending(file, {}, commits);
      const timeline = await openTimeline({ file, mode: 'write' });
      const position = await timeline.checkpoint('program');
      expect(position).toBeGreaterThanOrEqual(known);
      const records = await all(timeline.records());
      expect(records.map(({ record }) => record.source.line).sort((a, b) => a - b)).toEqual(
        Array.from({ length: Number(position) + 1 }, (_, index) => index),
      );
      await timeline.close();
    }
  }));

test('a temporary timeline leaves no file behind, not even after kill -9', () =>
  inFolder(async (directory) => {
    await killedWhileAppending(null, { SQLITE_TMPDIR: directory, SPILL: '1' }, 20);
    expect(await readdir(directory)).toEqual([]);
  }));

/** An evidence file is copied and archived as one file, and read where nothing can be written beside it. */
test('a closed timeline is one plain file', () =>
  inFolder(async (directory) => {
    const file = join(directory, 'timeline.db');
    const timeline = await openTimeline({ file, mode: 'write' });
    await timeline.append(batchOf({ records: [stored(oomKill({ id: 'r1' }))], samples: [sampleAt(0, 1)] }));
    expect(existsSync(`${file}-wal`)).toBe(true);
    await timeline.close();
    expect(await readdir(directory)).toEqual(['timeline.db']);
    const copy = join(directory, 'copy.db');
    await copyFile(file, copy);
    const reader = await openTimeline({ file: copy, mode: 'read' });
    expect(await all(reader.records())).toHaveLength(1);
    expect((await readdir(directory)).sort()).toEqual(['copy.db', 'timeline.db']);
    await reader.close();
  }));

test('a reader that was opened before the writer sees what it commits, and outlives its closing', () =>
  inFolder(async (directory) => {
    const file = join(directory, 'timeline.db');
    await (await openTimeline({ file, mode: 'write' })).close();
    const reader = await openTimeline({ file, mode: 'read' });
    expect(await all(reader.records())).toEqual([]);
    const writer = await openTimeline({ file, mode: 'write' });
    await writer.append(batchOf({ records: [stored(oomKill({ id: 'r1' }))] }));
    expect(await all(reader.records())).toHaveLength(1);
    await writer.close();
    expect(await all(reader.records())).toHaveLength(1);
    await reader.close();
  }));
