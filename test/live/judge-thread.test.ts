import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { startJudge } from '../../src/live/judging/start-judge.ts';
import { openTimeline } from '../../src/store/index.ts';
import type { Timeline } from '../../src/store/timeline.ts';
import { oomKill } from '../store/facts.ts';

let folder = '';
let file = '';
let timeline: Timeline;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'oomtrail-judge-'));
  file = join(folder, 't.db');
  timeline = await openTimeline({ file, mode: 'write' });
});
afterEach(async () => {
  await timeline.close();
  rmSync(folder, { recursive: true, force: true });
});

/** The heap of the judging thread is bounded: who runs into it must not take the reading of the ring along. */
test('judging that needs more than it may hold ends alone, and the next question is answered', async () => {
  const said: string[] = [];
  const judge = startJudge({
    file,
    oldHeapMiB: 32,
    spare: () => Promise.reject(new Error('no spare')),
    say: (text) => said.push(text),
  });
  const store = (ids: readonly string[], characters: number) =>
    timeline.append({
      records: ids.map((id, index) => ({
        record: { ...oomKill({ id }), problems: [`${index} ${'x'.repeat(characters)}`] },
        directory: '/',
      })),
      samples: [],
      coverage: [],
    });
  await store(['small'], 1);
  expect((await judge.group(0, ['small'])).touched).toHaveLength(1);
  const large = Array.from({ length: 60 }, (_, index) => `large ${index}`);
  await store(large, 1024 * 1024);
  await expect(judge.group(0, large)).rejects.toThrow(/memory limit/);
  // By now the cause is gone.
  const year3000Us = Date.UTC(3000, 0) * 1000;
  expect((await judge.group(year3000Us, [])).touched).toEqual([]);
  expect(said).toEqual([]);
  await judge.close();
});
