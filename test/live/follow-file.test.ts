import {
  appendFileSync,
  chmodSync,
  mkdirSync,
  mkdtempSync,
  renameSync,
  rmSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createClock } from '../../src/ingest/clock.ts';
import { followFile } from '../../src/live/following/files/follow-file.ts';
import type { Source } from '../../src/live/following/source.ts';
import { createCommitter } from '../../src/live/storing/committer.ts';
import { openTimeline } from '../../src/store/index.ts';
import type { Timeline } from '../../src/store/timeline.ts';

let folder = '';
let path = '';
let timeline: Timeline;
let shown: string[] = [];

beforeEach(async () => {
  shown = [];
  folder = mkdtempSync(join(tmpdir(), 'oomtrail-follow-'));
  path = join(folder, 'kern.log');
  timeline = await openTimeline({ file: join(folder, 't.db'), mode: 'write' });
});

afterEach(async () => {
  await timeline.close();
  rmSync(folder, { recursive: true, force: true });
});

const stamp = (pid: number): string =>
  `2026-11-20T09:00:${String(pid % 60).padStart(2, '0')}.000000+00:00 web1 kernel: `;
const kill = (pid: number): string =>
  `${stamp(pid)}Out of memory: Killed process ${pid} (worker) total-vm:9kB, anon-rss:8kB, file-rss:0kB, shmem-rss:0kB, UID:0 pgtables:80kB oom_score_adj:0\n`;
const reaped = (pid: number): string =>
  `${stamp(pid)}oom_reaper: reaped process ${pid} (worker), now anon-rss:0kB, file-rss:0kB, shmem-rss:0kB\n`;

/** Follows the log while `act` runs and until so many records are stored. */
async function follow(
  expected: number,
  act: () => void | Promise<void>,
  count: () => Promise<number> = async () => (await pids()).length,
): Promise<string[]> {
  const said: string[] = [];
  const committer = createCommitter(timeline, { committed() {}, paused() {}, unstored() {} });
  const source: Source = followFile(path, {
    committer,
    position: await timeline.checkpoint(`file:${path}`),
    fromStart: false,
    pageSizeBytes: null,
    newClock: () =>
      createClock({ tz: 'UTC', year: null, notBeforeUs: null, newestUs: null, nearUs: null, machineZone: 'UTC' }),
    nowMs: Date.now,
    say: (text) => said.push(text),
    changed() {},
    saw: (text) => shown.push(text),
  });
  await source.ready;
  // Seconds of silence pass faster here.
  const ticker = setInterval(source.tick, 50);
  try {
    await act();
    await expect.poll(count, { timeout: 10_000 }).toBe(expected);
  } finally {
    clearInterval(ticker);
  }
  await source.stop();
  await committer.close();
  return said;
}

async function pids(): Promise<number[]> {
  const found: number[] = [];
  for await (const { record } of timeline.records())
    if (record.kind === 'oom-kill') found.push(record.victims[0]?.pid ?? -1);
  return found.sort((a, b) => a - b);
}

test('lines that come in are shown, each once', async () => {
  await follow(3, async () => {
    appendFileSync(path, kill(1) + kill(2));
    await expect.poll(() => shown.length).toBe(2);
    appendFileSync(path, kill(3));
  });
  expect(shown).toEqual([kill(1), kill(2), kill(3)].map((line) => line.trimEnd()));
});

test('begins at the end, and a file that comes into being later is read from its start', async () => {
  await follow(1, () => writeFileSync(path, kill(1)));
  expect(await pids()).toEqual([1]);
});

test('a kill that is reaped later stays one record, in its fuller version', async () => {
  writeFileSync(path, '');
  await follow(1, () => appendFileSync(path, kill(1)));
  const reapedKills = async (): Promise<number> => {
    let count = 0;
    for await (const { record } of timeline.records())
      if (record.kind === 'oom-kill' && record.victims[0]?.reaped) count += 1;
    return count;
  };
  await follow(1, () => appendFileSync(path, reaped(1)), reapedKills);
  expect(await pids()).toEqual([1]);
});

test('several rotations while nobody reads, one of them compressed, lose and double nothing', async () => {
  writeFileSync(path, kill(1));
  await follow(0, () => {});
  appendFileSync(path, kill(2));
  await follow(1, () => {});
  appendFileSync(path, kill(3));
  rmSync(`${path}.2.gz`, { force: true });
  const { readFileSync } = await import('node:fs');
  writeFileSync(`${path}.2.gz`, gzipSync(readFileSync(path)));
  rmSync(path);
  writeFileSync(`${path}.1`, kill(4));
  writeFileSync(path, kill(5));
  await follow(4, () => {});
  expect(await pids()).toEqual([2, 3, 4, 5]);
});

test('renamed while it is read: the rest of the old file comes first, then the new one', async () => {
  writeFileSync(path, '');
  await follow(3, () => {
    appendFileSync(path, kill(1));
    renameSync(path, `${path}.1`);
    appendFileSync(`${path}.1`, kill(2));
    writeFileSync(path, kill(3));
  });
  expect(await pids()).toEqual([1, 2, 3]);
});

test('a file that was cut is read anew, and the possible loss is said', async () => {
  writeFileSync(path, '');
  await follow(1, () => appendFileSync(path, kill(1) + kill(1)));
  const said = await follow(2, () => {
    truncateSync(path);
    appendFileSync(path, kill(2));
  });
  expect(await pids()).toEqual([1, 2]);
  expect(said.join()).toMatch(/cut|gone/);
});

test('a directory that is not there yet is waited for', async () => {
  path = join(folder, 'later', 'kern.log');
  await follow(1, async () => {
    const { mkdirSync } = await import('node:fs');
    mkdirSync(join(folder, 'later'));
    writeFileSync(path, kill(7));
  });
  expect(await pids()).toEqual([7]);
});

/** A daemon that keeps its file open while others already have the new one. */
const renameWithLateWriter = async (): Promise<void> => {
  appendFileSync(path, kill(1));
  renameSync(path, `${path}.1`);
  writeFileSync(path, kill(2));
  await expect.poll(pids, { timeout: 10_000 }).toEqual([1, 2]);
};

test('what is written into the rotated file after the new one has content is read as well', async () => {
  writeFileSync(path, '');
  const said = await follow(4, async () => {
    await renameWithLateWriter();
    appendFileSync(`${path}.1`, kill(3));
    await expect.poll(pids, { timeout: 10_000 }).toEqual([1, 2, 3]);
    appendFileSync(path, kill(4));
  });
  expect(await pids()).toEqual([1, 2, 3, 4]);
  expect(said).toEqual([]);
});

test('so it is where that is written while nobody reads, and nothing is doubled', async () => {
  writeFileSync(path, '');
  await follow(2, async () => {
    await renameWithLateWriter();
    // Long enough for both records to be closed: an open one would have the old file read again.
    await new Promise((resolve) => setTimeout(resolve, 1000));
  });
  appendFileSync(`${path}.1`, kill(3));
  appendFileSync(path, kill(4));
  await follow(4, () => {});
  await follow(4, () => {});
  expect(await pids()).toEqual([1, 2, 3, 4]);
});

test('a log whose directory is renamed goes on where it is, and the new one of its name is read from its start', async () => {
  const before = join(folder, 'log');
  path = join(before, 'kern.log');
  mkdirSync(before);
  writeFileSync(path, '');
  await follow(3, async () => {
    appendFileSync(path, kill(1));
    renameSync(before, join(folder, 'log.old'));
    appendFileSync(join(folder, 'log.old', 'kern.log'), kill(2));
    await expect.poll(pids, { timeout: 10_000 }).toEqual([1, 2]);
    mkdirSync(before);
    writeFileSync(path, kill(3));
  });
  expect(await pids()).toEqual([1, 2, 3]);
});

test('a clock that is set back an hour while the log is written costs and doubles nothing', async () => {
  writeFileSync(path, '');
  const earlier = kill(2).replace('T09:', 'T08:');
  await follow(3, () => appendFileSync(path, kill(1) + earlier + kill(3)));
  await follow(3, () => {});
  expect(await pids()).toEqual([1, 2, 3]);
});

test('while a log is not there, others get their turn', async () => {
  path = join(folder, 'later', 'kern.log');
  let turns = 0;
  await follow(1, async () => {
    // Looking for it without end would leave no turn to any timer.
    for (; turns < 5; turns += 1) await new Promise((resolve) => setTimeout(resolve, 100));
    mkdirSync(join(folder, 'later'));
    writeFileSync(path, kill(7));
  });
  expect(turns).toBe(5);
});

/** A log is made with the wrong mode, and somebody repairs that while we run. */
test.skipIf(process.getuid?.() === 0)(
  'a log that may not be read is said, and followed from its end on when it may be (not as root)',
  async () => {
    writeFileSync(path, kill(1));
    chmodSync(path, 0);
    const said = await follow(1, async () => {
      chmodSync(path, 0o600);
      // The next question comes within a second; what stands there by then is old.
      await new Promise((resolve) => setTimeout(resolve, 1500));
      appendFileSync(path, kill(2));
    });
    expect(said).toEqual([`${path}: permission denied; it is tried again`]);
    expect(await pids()).toEqual([2]);
  },
);

/** Who catches up after an outage reads files that were rotated hours before; meanwhile the oldest of them are deleted. */
test('where the file that was being read is gone, those that were written after it are read, however old they are', async () => {
  const ago = (seconds: number): number => Date.now() / 1000 - seconds;
  writeFileSync(path, '');
  await follow(1, () => {
    appendFileSync(path, kill(1));
    utimesSync(path, ago(100), ago(100));
  });
  rmSync(path);
  writeFileSync(`${path}.1`, kill(2));
  utimesSync(`${path}.1`, ago(50), ago(50));
  writeFileSync(path, kill(3));
  const said = await follow(3, () => {});
  expect(said).toEqual([expect.stringMatching(/the file that was read last is gone/)]);
  expect(await pids()).toEqual([1, 2, 3]);
});
