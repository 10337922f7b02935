import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'vitest';
import { noFacts } from '../src/corpus/facts.ts';
import { readSets } from '../src/corpus/replay.ts';
import { analyse } from '../src/diagnosis/analyse.ts';
import { discover } from '../src/sources/index.ts';
import { expectCaptureAgrees, expectIncidentsAgree } from './truth/agreement.ts';
import { runs, skipNote } from './truth/runs.ts';

/**
 * The numbers of 128 incidents that were provoked on machines that were watched, in every framing in which they were
 * captured: nothing may be missed, invented, counted twice, or read in the wrong unit.
 */
describe.skipIf(runs.length === 0)(`captures of known incidents${skipNote}`, () => {
  it.each(runs.map((run) => [run.name, run] as const))('%s', async (_name, run) => {
    const paths = run.captures.map((capture) => join(run.folder, capture));
    const { stored, coverage } = await readSets(
      discover(paths, (error) => {
        throw error;
      }),
      noFacts,
    );
    for (const capture of run.captures) {
      const path = join(run.folder, capture);
      const records = stored.map(({ record }) => record).filter(({ source }) => source.path === path);
      expectCaptureAgrees(run, capture, readFileSync(path, 'latin1'), records);
    }
    expectIncidentsAgree(run, (await analyse(stored, coverage)).incidents);
  });
});
