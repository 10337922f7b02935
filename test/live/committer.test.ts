import { expect, test } from 'vitest';
import { createCommitter } from '../../src/live/storing/committer.ts';
import { StoreError } from '../../src/store/store-error.ts';
import type { AppendResult, Batch, StoredRecord, StoredSample, Timeline } from '../../src/store/timeline.ts';

const nothing: AppendResult = {
  fresh: 0,
  duplicate: 0,
  renewed: 0,
  points: { fresh: 0, duplicate: 0, renewed: 0, conflicting: 0, refused: 0 },
};

test('a full disk pauses storing, says so once, and nothing that waited is left out or reordered', async () => {
  const stored: Batch[] = [];
  let full = true;
  const append = async (batch: Batch): Promise<AppendResult> => {
    if (full) throw new StoreError('full', 't.db: there is no space left on its disk');
    stored.push(batch);
    return nothing;
  };
  const said: (string | null)[] = [];
  const committer = createCommitter({ append } as unknown as Timeline, {
    committed() {},
    paused: (message) => said.push(message),
    unstored() {},
  });
  committer.add({ checkpoint: { source: 'a', position: 1 } });
  await committer.flush();
  committer.add({ checkpoint: { source: 'a', position: 2 } });
  await committer.flush();
  expect(committer.pausedBecause).toMatch(/no space/);
  full = false;
  await committer.close();
  expect(stored.flatMap(({ checkpoints }) => checkpoints)).toEqual([{ source: 'a', position: 2 }]);
  expect(said).toEqual(['t.db: there is no space left on its disk', null]);
});

/** A file system that the kernel made read-only, a timeline that is damaged: in an outage somebody still waits to hear of a kill. */
test.each(['full', 'read-only', 'damaged'] as const)(
  'records that a %s timeline does not take are handed on to be told',
  async (trouble) => {
    let broken = true;
    const stored: Batch[] = [];
    const unstored: string[] = [];
    const append = async (batch: Batch): Promise<AppendResult> => {
      if (broken) throw new StoreError(trouble, `t.db: ${trouble}`);
      stored.push(batch);
      return nothing;
    };
    const committer = createCommitter({ append } as unknown as Timeline, {
      committed() {},
      paused() {},
      unstored: ({ records }) => void unstored.push(...records.map(({ id }) => id)),
    });
    committer.add({ records: [{ record: { id: 'kill' } } as StoredRecord] });
    await committer.flush();
    expect(unstored).toEqual(['kill']);
    expect(committer.pausedBecause).toBe(`t.db: ${trouble}`);
    broken = false;
    await committer.close();
    expect(stored.flatMap(({ records }) => records)).toHaveLength(1);
  },
);

/** After a calm half minute thousands of points are stored at once, just when the kernel kills somebody. */
test('a record does not wait for samples, and these are stored behind it', async () => {
  const stored: Batch[] = [];
  const append = async (batch: Batch): Promise<AppendResult> => {
    stored.push(batch);
    return nothing;
  };
  const committer = createCommitter({ append } as unknown as Timeline, { committed() {}, paused() {}, unstored() {} });
  const samples = Array.from({ length: 2500 }, (_, index) => ({ index }) as unknown as StoredSample);
  const record = {} as StoredRecord;
  committer.add({ samples });
  committer.add({ records: [record] });
  await committer.flush();
  expect(stored.map(({ records, samples }) => [records.length, samples.length])).toEqual([
    [1, 0],
    [0, 1000],
    [0, 1000],
    [0, 500],
  ]);
  expect(stored.flatMap((batch) => batch.samples)).toEqual(samples);

  // A storm of records must not keep samples waiting until they are dropped.
  committer.add({ samples: [...samples, ...samples], records: [record] });
  await committer.close();
  expect(stored[4]?.samples).toHaveLength(1000);
  expect(stored.flatMap((batch) => batch.samples)).toHaveLength(7500);
  expect(committer.droppedSamples).toBe(0);
});
