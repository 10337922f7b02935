import { mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { followFile } from '../../src/live/following/files/follow-file.ts';
import { openTimeline } from '../../src/store/index.ts';
import { pidsIn, sourceContext } from './source-harness.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'oomtrail-race-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const kill = (pid: number): string =>
  `2026-11-20T09:00:0${pid}.000000+00:00 web1 kernel: Out of memory: Killed process ${pid} (worker) total-vm:9kB, anon-rss:8kB, file-rss:0kB, shmem-rss:0kB, UID:0 pgtables:80kB oom_score_adj:0\n`;

test('a log that is rotated between its opening and the first read is read before the newer one', async () => {
  const path = join(folder, 'kern.log');
  writeFileSync(path, kill(1));
  const timeline = await openTimeline({ file: null, mode: 'write' });
  const { context, committer } = sourceContext(timeline);
  let rotated = false;
  // What stands between the opening and the first read.
  const flush = async (): Promise<void> => {
    await committer.flush();
    if (rotated) return;
    rotated = true;
    renameSync(path, `${path}.1`);
    writeFileSync(path, kill(2));
  };
  const source = followFile(path, { ...context, committer: { ...committer, flush } });
  await source.ready;
  const ticker = setInterval(source.tick, 50);
  try {
    await expect.poll(() => pidsIn(timeline)).toEqual([1, 2]);
  } finally {
    clearInterval(ticker);
    await source.stop();
    await committer.close();
    await timeline.close();
  }
});
