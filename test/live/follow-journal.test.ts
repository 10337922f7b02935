import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { followJournal } from '../../src/live/following/journal/follow-journal.ts';
import { thisMachine } from '../../src/live/machine.ts';
import { openTimeline } from '../../src/store/index.ts';
import type { Timeline } from '../../src/store/timeline.ts';
import { sourceContext } from './source-harness.ts';

let timeline: Timeline;
let folder = '';
beforeEach(async () => {
  timeline = await openTimeline({ file: null, mode: 'write' });
  folder = mkdtempSync(join(tmpdir(), 'oomtrail-journal-'));
});
afterEach(async () => {
  await timeline.close();
  rmSync(folder, { recursive: true, force: true });
});

/** The words that journalctl is started with where the last run stopped at an entry of this boot. */
async function wordsAfter(bootId: string): Promise<string> {
  const program = join(folder, 'journalctl');
  const words = join(folder, 'words');
  writeFileSync(program, `#!/bin/sh\necho "$@" >${words}.new && mv ${words}.new ${words}\nexec sleep 60\n`);
  chmodSync(program, 0o755);
  const place = { generation: 0, offset: 5, line: 6, insideLine: false };
  const position = {
    version: 1,
    cursor: `s=1f;i=5;b=${bootId};m=1;t=2;x=3`,
    inclusive: false,
    foreign: false,
    stream: { anchor: place, reached: place, published: [] },
  };
  const { context, committer } = sourceContext(timeline, position);
  const source = followJournal({ program, matches: [] }, context);
  await source.ready;
  await expect.poll(() => existsSync(words)).toBe(true);
  await source.stop();
  await committer.close();
  return readFileSync(words, 'utf8');
}

/** journalctl -f shows the running boot alone: a kill right before a crash would never be read. Seen in test/long/machine. */
test('what was written before a reboot is read after it', async () => {
  const words = await wordsAfter('a'.repeat(32));
  expect(words).toContain(`--cursor=s=1f;i=5;b=${'a'.repeat(32)};`);
  expect(words).toContain('--merge');
});

/** It brings in journals of other machines, where some are kept. */
test('within a boot, no journals are merged', async () => {
  expect(await wordsAfter(thisMachine().bootId ?? '')).not.toContain('--merge');
});
