import { expect } from 'vitest';
import type { KernelRecord, RecordOf } from '../../parsers/model/record.ts';
import type { Incident } from '../../src/diagnosis/analysis.ts';
import { type Counts, countRecords, grep, known, ofKernel } from './counts.ts';
import type { Run, RunTruth } from './runs.ts';

const isOomKill = (record: KernelRecord): record is RecordOf<'oom-kill'> => record.kind === 'oom-kill';
const kB = (count: number): number => count * 1024;

/**
 * In two runs programs wrote kernel lines, through logger(1) and into /dev/kmsg. Plain dmesg and a console cannot show who
 * wrote what, and their records say `unverified`. Everything else shows it: the facility in kmsg, `dmesg -x` and `-J`, the
 * transport in the journal, the identifier in its text forms, and in a traditional syslog the printk stamp that all lines
 * of the kernel carry there and the forged ones do not.
 */
const cannotTellForgeries = /^(dmesg(-T|-busybox)?\.txt|console\.log)$/;

/** What a capture must give: what grep finds in it, less what is forged and can be known to be. */
export function expectedCounts({ truth }: Run, capture: string, text: string): Counts {
  const found = grep(text);
  if (truth.modifiers.includes('forged')) return cannotTellForgeries.test(capture) ? found : {};
  // Captures taken before the end of a run hold fewer; those that were counted by the one who watched must hold the same.
  const counted = truth.event_counts_per_file?.[capture];
  if (counted !== undefined) expect(ofKernel(found)).toEqual(ofKernel(known(counted)));
  if (truth.event_counts_source.startsWith(capture))
    expect(ofKernel(found)).toEqual(ofKernel(known(truth.event_counts)));
  return found;
}

/** Holds the records of one capture against the run: how many, who died with which numbers, and by which decision. */
export function expectCaptureAgrees(run: Run, capture: string, text: string, records: readonly KernelRecord[]): void {
  expect(countRecords(records), capture).toEqual(expectedCounts(run, capture, text));
  if (run.truth.modifiers.includes('forged')) {
    for (const { provenance } of records.filter(({ kind }) => kind !== 'app-oom'))
      expect(provenance).toBe('unverified');
    return;
  }
  const oomKills = records.filter(isOomKill);
  for (const record of oomKills) expectDecision(run.truth, record, capture);
  const victims = new Map(oomKills.flatMap((record) => record.victims.map((victim) => [victim.pid, victim] as const)));
  for (const victim of run.truth.victims) {
    if (!text.includes(`Killed process ${victim.pid} (`)) continue;
    expect(victims.get(victim.pid), `${capture}: pid ${victim.pid}`).toMatchObject(victimFacts(victim));
  }
}

function victimFacts(victim: RunTruth['victims'][number]): Record<string, unknown> {
  const stated = {
    comm: victim.comm,
    uid: victim.uid,
    oomScoreAdj: victim.oom_score_adj,
    totalVmBytes: bytes(victim.total_vm_kb),
    anonRssBytes: bytes(victim.anon_rss_kb),
    fileRssBytes: bytes(victim.file_rss_kb),
    shmemRssBytes: bytes(victim.shmem_rss_kb),
    pgtablesBytes: bytes(victim.pgtables_kb),
  };
  return Object.fromEntries(Object.entries(stated).filter(([, value]) => value !== null && value !== undefined));
}

const bytes = (kilobytes: number | null): number | null => (kilobytes === null ? null : kB(kilobytes));

function expectDecision(truth: RunTruth, record: RecordOf<'oom-kill'>, capture: string): void {
  if (record.pageSizeBytes !== null) expect(record.pageSizeBytes, capture).toBe(truth.page_size);
  const decision = truth.oom_decisions.find(({ pid }) => Number(pid) === record.selected?.pid);
  if (decision === undefined || record.constraintRaw === null) return;
  expect(record, capture).toMatchObject({
    constraintRaw: decision.constraint,
    cpuset: decision.cpuset,
    memsAllowed: decision.mems_allowed,
    oomMemcg: decision.oom_memcg ?? null,
    taskMemcg: decision.task_memcg ?? null,
    selected: { pid: Number(decision.pid), comm: decision.task },
  });
}

const scopes: Readonly<Record<string, Incident['scope']>> = {
  CONSTRAINT_NONE: 'host',
  CONSTRAINT_MEMCG: 'memcg',
  CONSTRAINT_CPUSET: 'node',
  CONSTRAINT_MEMORY_POLICY: 'node',
};

/** Holds what was made of all captures of one run against it: every event counts once, however many files hold it. */
export function expectIncidentsAgree({ truth }: Run, incidents: readonly Incident[]): void {
  const pids = incidents.flatMap(({ victims }) => victims.map(({ pid }) => pid));
  const { earlyoom_kill: byEarlyoom = 0, ...events } = truth.event_counts;
  if (truth.modifiers.includes('negative')) {
    expect(incidents).toEqual([]);
    return;
  }
  expect(incidents.length).toBeGreaterThan(0);
  if (byEarlyoom === 0 && !('systemd_oomd_kill' in events)) {
    expect(new Set(pids)).toEqual(new Set(truth.victims.map(({ pid }) => pid)));
    expect(incidents.reduce((kills, incident) => kills + incident.kills, 0)).toBe(truth.victims_unique);
  }
  const kinds = new Set(incidents.flatMap((incident) => incident.kinds));
  expect(kinds.has('hung-task')).toBe('hung_task' in events);
  expect(kinds.has('oom-kill')).toBe('oom_invoked' in events);
  expect(kinds.has('userspace-kill')).toBe(byEarlyoom > 0 || 'systemd_oomd_kill' in events);
  const failures = ['page_alloc_failure', 'slub_unable', 'vmalloc_error'].some((word) => word in events);
  expect(kinds.has('alloc-failure')).toBe(failures);
  const scope = scopes[truth.constraint ?? ''];
  if (scope !== undefined) for (const incident of incidents) if (incident.kills > 0) expect(incident.scope).toBe(scope);
}
