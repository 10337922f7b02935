import { existsSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { examineInto } from '../../bench/diagnosis/examine-into.ts';
import type { KernelRecord } from '../../parsers/model/record.ts';
import { createHistoryLoader } from '../../src/alignment/load-history.ts';
import type { Evidence, EvidenceSource, Verdict } from '../../src/diagnosis/analysis.ts';
import { exhibitOf } from '../../src/diagnosis/exhibit.ts';
import { programOf } from '../../src/diagnosis/growth/program.ts';
import type { MeasuredSeries, MemoryHistory } from '../../src/diagnosis/history.ts';
import { bytesInWords } from '../../src/diagnosis/quantities.ts';
import type { Exhibit } from '../../src/diagnosis/rules/rule.ts';
import { judge } from '../../src/diagnosis/verdict/judge.ts';
import { openTimeline } from '../../src/store/index.ts';

/**
 * A claim that rests on samples names whose they are, and cites one of them: somebody who looks up the line finds a measurement
 * of that process, cgroup or host. And what the evidence says of a component is what the accounting beside it says.
 */

type Sampled = Extract<EvidenceSource, { sample: unknown }>['sample'];

const golden = fileURLToPath(new URL('../../corpus/', import.meta.url));
const captures = fileURLToPath(new URL('../../../shared/corpus/', import.meta.url));
const inGolden = readdirSync(golden, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isDirectory() && existsSync(`${entry.parentPath}/${entry.name}/samples`))
  .map((entry) => `${entry.parentPath}/${entry.name}`.replace('//', '/'));
const captured = existsSync(captures)
  ? readdirSync(captures)
      .filter((run) => existsSync(`${captures}${run}/metadata.json`))
      // Runs of the s families differ by the kernel, not by what was sampled: every third of them.
      .filter((run, index) => !run.startsWith('s') || index % 3 === 0)
      .map((run) => `${captures}${run}`)
  : [];

interface Judged {
  readonly exhibit: Exhibit;
  readonly verdict: Verdict;
  readonly evidence: readonly Evidence[];
}

async function judged(folder: string): Promise<Judged[]> {
  const timeline = await openTimeline({ file: null, mode: 'write' });
  try {
    const load = await createHistoryLoader(timeline);
    const all: Judged[] = [];
    for (const incident of (await examineInto(timeline, [folder])).slice(0, 3)) {
      const records: KernelRecord[] = [];
      for await (const { record } of timeline.records({ ids: incident.records, order: 'time' })) records.push(record);
      const exhibit = exhibitOf(incident, records, await load(incident));
      const verdict = judge(exhibit);
      all.push({ exhibit, verdict, evidence: [...verdict.evidence, ...verdict.against] });
    }
    return all;
  } finally {
    await timeline.close();
  }
}

/** The series of the thing that a source names, however many metrics, processes or nodes it has. */
const seriesOf = ({ scope, pid, comm, cgroup }: Sampled, { series }: MemoryHistory): MeasuredSeries[] =>
  series.filter(
    (one) =>
      one.scope === scope &&
      (pid === null || one.pid === pid) &&
      (comm === null || programOf(one.comm ?? '') === programOf(comm)) &&
      (cgroup === null || one.cgroup === cgroup),
  );

/** What is wrong with a claim's source; empty where nothing is. */
function faults({ rule, claim, from, values }: Evidence, history: MemoryHistory | null): string[] {
  if (!('sample' in from)) return [];
  const { sample } = from;
  if (!history) return [`${rule}: cites a sample, and there are none: ${claim}`];
  const own = seriesOf(sample, history);
  const ofMetric = own.filter(({ metric }) => metric === sample.metric);
  const cited = (ofMetric.length > 0 ? ofMetric : own).flatMap(({ points }) =>
    points.filter(({ source }) => source.path === sample.path && source.byteStart === sample.byteStart),
  );
  const looks = new Set(own.flatMap(({ points }) => points.map(({ atUs }) => atUs)));
  return [
    ...(cited.length === 0 ? [`${rule}: no sample of what it names at ${sample.path}:${sample.line}: ${claim}`] : []),
    ...(cited.length > 0 &&
    sample.time !== null &&
    !cited.some(({ atUs }) => Date.parse(sample.time ?? '') === Math.floor(atUs / 1000))
      ? [`${rule}: not the time of the sample: ${claim}`]
      : []),
    ...(sample.comm !== null && !claim.includes(sample.comm)
      ? [`${rule}: does not name ${sample.comm}: ${claim}`]
      : []),
    ...(Number(values['samples'] ?? 0) > looks.size
      ? [`${rule}: ${values['samples']} of ${looks.size}: ${claim}`]
      : []),
  ];
}

/** A sentence that begins with a program and speaks of its rise rests on samples of that program. */
const namesProgram = (claim: string): boolean =>
  /^\S+ \((?:pid \d+|\d+ processes)[^)]*\) (?:rose|gained|had|stood)/.test(claim);

describe.each([
  ['the golden corpus', inGolden],
  [`captured runs${captured.length === 0 ? ' (skipped: ../shared/corpus is not here)' : ''}`, captured],
] as const)('what claims rest on, in %s', (_, folders) => {
  it.each(folders)('%s', async (folder) => {
    for (const { exhibit, evidence, verdict } of await judged(folder)) {
      expect(evidence.flatMap((one) => faults(one, exhibit.history))).toEqual([]);
      for (const { claim, from } of evidence.filter(({ rule }) => rule === 'rise-shape'))
        expect([claim, 'sample' in from && from.sample.scope === 'process']).toEqual([claim, namesProgram(claim)]);
      expect(evidence.flatMap((one) => disagreements(one, exhibit))).toEqual([]);
      expect(where(exhibit, verdict)).toEqual(verdict.where.bytes);
    }
  });
});

/** What the accounting says of a component; null where it does not have it. */
function accounted(component: string, { accounting }: Exhibit): number | null {
  if (component === 'unaccounted') return accounting?.unaccountedBytes ?? null;
  return accounting?.parts.find((part) => part.component === component)?.bytes ?? null;
}

/** The amount that a claim of the report's own sums gives a component, against the accounting's. */
function disagreements({ rule, claim, from, values }: Evidence, exhibit: Exhibit): string[] {
  const component = values['component'];
  if (rule !== 'component-level' || 'sample' in from || typeof component !== 'string') return [];
  const told = accounted(component, exhibit) ?? 0;
  return told === values['bytes'] && claim.includes(` held ${bytesInWords(told)}`)
    ? []
    : [`${claim}: the accounting says ${told}`];
}

/** The amount beside where it was, which the table of the memory shows too. */
const where = (exhibit: Exhibit, verdict: Verdict): number | null =>
  accounted(verdict.where.component, exhibit) ?? verdict.where.bytes;
