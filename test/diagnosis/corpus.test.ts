import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { analyse, type StoredRecord } from '../../src/diagnosis/analyse.ts';
import type { Incident } from '../../src/diagnosis/analysis.ts';
import { ingest } from '../../src/ingest/ingest.ts';
import type { IngestOptions } from '../../src/ingest/options.ts';
import type { FileCoverage } from '../../src/ingest/sink.ts';
import { discover } from '../../src/sources/index.ts';
import { asWritten } from '../ingest/as-written.ts';

const root = fileURLToPath(new URL('../../../shared/corpus/', import.meta.url));

interface Truth {
  readonly root_cause: string;
  readonly modifiers: readonly string[];
  readonly constraint: string | null;
  readonly memcg_path: string | null;
  readonly victims: readonly { readonly pid: number; readonly comm: string }[];
  readonly event_counts: Readonly<Record<string, number>>;
}

const runs = existsSync(root) ? readdirSync(root).filter((run) => existsSync(`${root}${run}/metadata.json`)) : [];
const noLogs = new Set(['samples', 'binary', 'metadata.json', 'events.txt']);
const truthOf = (run: string): Truth => JSON.parse(readFileSync(`${root}${run}/metadata.json`, 'utf8')) as Truth;

const options: IngestOptions = {
  ...asWritten,
  want: { records: true, samples: false },
  machineZone: 'Europe/Berlin',
};

interface Read {
  readonly records: StoredRecord[];
  readonly coverage: FileCoverage[];
}

async function readRun(run: string): Promise<Read> {
  const read: Read = { records: [], coverage: [] };
  const files = readdirSync(`${root}${run}`).filter((name) => !noLogs.has(name));
  await ingest(
    discover(
      files.map((name) => `${root}${run}/${name}`),
      () => {},
    ),
    options,
    {
      record: (record, directory) => read.records.push({ record, directory }),
      sample: () => {},
      coverage: (file) => read.coverage.push(file),
      problem: () => {},
      flush: async () => {},
    },
  );
  return read;
}

const byKernel = ({ kinds }: Incident): boolean => kinds.includes('oom-kill');
const pidsOf = (incidents: readonly Incident[]): number[] =>
  [...new Set(incidents.flatMap(({ victims }) => victims.map(({ pid }) => pid)))].sort((a, b) => a - b);

const scopes: Readonly<Record<string, Incident['scope']>> = {
  CONSTRAINT_NONE: 'host',
  CONSTRAINT_MEMCG: 'memcg',
  CONSTRAINT_CPUSET: 'node',
  CONSTRAINT_MEMORY_POLICY: 'node',
};

/**
 * Real kernels whose truth is known: every capture of a run, up to fifteen of one event, must give the run's incidents and
 * no other. Needs ../shared/corpus, which is not part of the repository: without it these tests are skipped.
 */
describe.skipIf(runs.length === 0)(
  `real runs${runs.length === 0 ? ' (skipped: ../shared/corpus is not here)' : ''}`,
  () => {
    const all: Read = { records: [], coverage: [] };
    const found: Incident[] = [];

    it.each(runs)('%s', async (run) => {
      const truth = truthOf(run);
      const read = await readRun(run);
      const { incidents } = await analyse(read.records, read.coverage);
      all.records.push(...read.records);
      all.coverage.push(...read.coverage);
      found.push(...incidents);

      const count = truth.root_cause === 'none' ? 0 : truth.modifiers.includes('concurrent') ? 2 : 1;
      expect(incidents.map(({ title }) => title)).toHaveLength(count);
      const pids = [...new Set(truth.victims.map(({ pid }) => pid))].sort((a, b) => a - b);
      expect(pidsOf(incidents.filter(byKernel))).toEqual(pids);
      for (const incident of incidents.filter(byKernel)) {
        if (truth.constraint) expect(incident.scope).toBe(scopes[truth.constraint]);
        if (truth.memcg_path && count === 1) expect(incident.workload?.path).toBe(truth.memcg_path);
        expectSound(incident, truth);
      }
      const kinds = new Map(read.records.map(({ record }) => [record.id, record.kind]));
      const ofKind = (kind: string): number =>
        incidents.flatMap(({ records }) => records.filter((id) => kinds.get(id) === kind)).length;
      const { hung_task = 0, page_alloc_failure = 0, slub_unable = 0, vmalloc_error = 0 } = truth.event_counts;
      expect(ofKind('hung-task')).toBe(hung_task);
      expect(ofKind('alloc-failure')).toBe(page_alloc_failure + slub_unable + vmalloc_error);
    });

    it('all runs at once give the same incidents: no two machines or boots are mixed', async () => {
      const { incidents } = await analyse(all.records, all.coverage);
      expect(incidents).toHaveLength(found.length);
      const titles = (list: readonly Incident[]): string[] =>
        list.map(({ title, start }) => `${start} ${title}`).sort();
      expect(titles(incidents)).toEqual(titles(found));
      for (const { sources } of incidents) {
        expect(new Set(sources.map(({ path }) => path.replace(/\/[^/]*$/, ''))).size).toBe(1);
      }
    });
  },
);

/** The kernel's victim is the first of the recomputed order; parts never exceed their total. */
function expectSound(incident: Incident, truth: Truth): void {
  const { selection, accounting } = incident;
  if (selection?.chosen && !truth.modifiers.includes('oom_kill_allocating_task')) expect(selection.rank).toBe(1);
  if (!accounting) return;
  const sum = accounting.parts.reduce((bytes, part) => bytes + part.bytes, 0);
  expect(sum).toBeLessThanOrEqual(accounting.totalBytes);
  expect(sum + accounting.unaccountedBytes).toBe(accounting.totalBytes);
}
