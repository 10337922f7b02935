import { readFileSync } from 'node:fs';
import { join, sep } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { noFacts } from '../../src/corpus/facts.ts';
import { type Reading, readSets } from '../../src/corpus/replay.ts';
import { analyse } from '../../src/diagnosis/analyse.ts';
import type { Incident } from '../../src/diagnosis/analysis.ts';
import { discover } from '../../src/sources/index.ts';
import { expectCaptureAgrees, expectIncidentsAgree } from '../truth/agreement.ts';
import { captureFolder, runs, skipNote } from '../truth/runs.ts';

describe.skipIf(runs.length === 0)(`each capture by itself${skipNote}`, () => {
  it.each(runs.map((run) => [run.name, run] as const))('%s', async (_name, run) => {
    for (const capture of run.captures) {
      const path = join(run.folder, capture);
      const { stored } = await readSets(
        discover([path], (error) => {
          throw error;
        }),
        noFacts,
      );
      const records = stored.map(({ record }) => record);
      expectCaptureAgrees(run, capture, readFileSync(path, 'latin1'), records);
    }
  });
});

/** A whole archive in one go, samples and all: 128 boots, most without a host, the same event in up to ten files. */
describe.skipIf(runs.length === 0)(`all runs at once${skipNote}`, () => {
  let reading: Reading;
  let incidents: readonly Incident[];

  beforeAll(async () => {
    reading = await readSets(
      discover([captureFolder], () => {}),
      noFacts,
    );
    ({ incidents } = await analyse(reading.stored, reading.coverage));
  }, 900_000);

  const runOf = ({ sources }: Incident): Set<string> =>
    new Set(sources.map(({ path }) => path.slice(captureFolder.length + 1).split(sep)[0] ?? ''));

  it('mixes no two runs in one incident', () => {
    for (const incident of incidents) expect([...runOf(incident)], incident.title).toHaveLength(1);
  });

  it.each(runs.map((run) => [run.name, run] as const))('%s', (_name, run) => {
    expectIncidentsAgree(
      run,
      incidents.filter((incident) => runOf(incident).has(run.name)),
    );
  });
});
