import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { noFacts } from '../../src/corpus/facts.ts';
import { readSets } from '../../src/corpus/replay.ts';
import { analyse, diagnose } from '../../src/diagnosis/analyse.ts';
import { discover } from '../../src/sources/index.ts';
import { createDiskShelves } from '../../src/store/sqlite/disk-shelves.ts';

const corpus = new URL('../../corpus/', import.meta.url).pathname;

/** Memory must make no difference: every golden case at once, with each event on disk, comes to what it comes to in memory. */
describe('an analysis whose events lie on disk', () => {
  it.each(readdirSync(corpus).filter((kind) => ['oom-kill', 'alloc-failure', 'hung-task', 'unit-oom'].includes(kind)))(
    'of all cases of %s is the same',
    async (kind) => {
      const { stored, coverage } = await readSets(
        discover([`${corpus}${kind}`], () => {}),
        noFacts,
      );
      const held = await analyse(stored, coverage);
      const shelved = await diagnose(stored, coverage, createDiskShelves(0));
      expect(held.incidents.length).toBeGreaterThan(0);
      expect([...shelved.incidents]).toEqual(held.incidents);
      expect(shelved.notes).toEqual(held.notes);
      expect([...shelved.links]).toEqual(held.links);
    },
  );
});
