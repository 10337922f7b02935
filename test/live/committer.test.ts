import { expect, test } from 'vitest';
import { createCommitter } from '../../src/live/committer.ts';
import { StoreError } from '../../src/store/store-error.ts';
import type { AppendResult, Batch, Timeline } from '../../src/store/timeline.ts';

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
