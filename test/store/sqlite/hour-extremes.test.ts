import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openTimeline } from '../../../src/store/index.ts';
import type { StoredSample } from '../../../src/store/timeline.ts';
import { batchOf, noonUs, sampleAt } from '../facts.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'oomtrail-hours-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** Fills a timeline batch by batch; the rows of `point_hour` then, hours counted from noon. */
async function hoursAfter(batches: readonly (readonly StoredSample[])[]) {
  const file = join(folder, 't.db');
  const timeline = await openTimeline({ file, mode: 'write' });
  for (const samples of batches) await timeline.append(batchOf({ samples }));
  await timeline.close();
  const db = new Database(file, { readonly: true });
  const rows = db.prepare('SELECT hour, low, high FROM point_hour ORDER BY hour').raw().all() as number[][];
  db.close();
  return rows.map(([hour = 0, ...rest]) => [hour - noonUs / 3_600_000_000, ...rest]);
}

/** A point each minute of an hour, with the number of the minute as its value. */
const minutesOf = (hour: number): StoredSample[] =>
  Array.from({ length: 60 }, (_, minute) => sampleAt(hour * 3600 + minute * 60, minute));

// Without rows the results would be right and years slow: no other test would notice.
test('each hour with enough points has its row, one with few points has none', async () => {
  expect(await hoursAfter([[...minutesOf(0), ...minutesOf(1)], minutesOf(2).slice(0, 5)])).toEqual([
    [0, 0, 59],
    [1, 0, 59],
  ]);
});

test('points that come later widen the row, and make one where they are enough now', async () => {
  const late = [sampleAt(30, 500), sampleAt(90, -3), sampleAt(150, 20)];
  expect(await hoursAfter([minutesOf(0), late, minutesOf(1).slice(0, 5), minutesOf(1).slice(5, 20)])).toEqual([
    [0, -3, 500],
    [1, 0, 19],
  ]);
});
