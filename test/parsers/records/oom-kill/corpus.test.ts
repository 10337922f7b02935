import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { LogEntry } from '../../../../parsers/model/entry.ts';
import type { OomKill, OomVictim } from '../../../../parsers/model/records/oom-kill.ts';
import { logEntry } from '../assembled.ts';
import { killsIn } from './reports.ts';

/**
 * Every run of the shared corpus against the truth that was known before its log was read: who died, with which numbers,
 * under which limit. The framings have tests of their own, so prefixes are stripped here in the plainest way.
 */
const corpus = new URL('../../../../../shared/corpus/', import.meta.url);
const runs = existsSync(corpus)
  ? readdirSync(corpus).filter((name) => existsSync(new URL(`${name}/metadata.json`, corpus)))
  : [];

interface Truth {
  readonly page_size: number;
  readonly victims: readonly {
    readonly pid: number;
    readonly comm: string;
    readonly total_vm_kb: number;
    readonly anon_rss_kb: number;
    readonly file_rss_kb: number;
    readonly shmem_rss_kb: number;
    readonly uid: number;
    readonly pgtables_kb: number;
    readonly oom_score_adj: number;
  }[];
  readonly oom_decisions: readonly {
    readonly constraint: string;
    readonly nodemask: string;
    readonly cpuset: string;
    readonly mems_allowed: string;
    readonly oom_memcg?: string;
    readonly task_memcg: string;
    readonly task: string;
    readonly pid: string;
  }[];
  readonly event_counts: { readonly oom_invoked?: number; readonly oom_kill_total?: number };
  readonly event_counts_source: string;
}

/** `/dev/kmsg` records of facility 0, or a serial console's stamped lines. */
function entriesOf(run: string, file: string): LogEntry[] {
  const lines = readFileSync(new URL(`${run}/${file}`, corpus), 'utf8').split('\n');
  return lines.flatMap((raw) => {
    const line = raw.replace(/\r$/, '');
    const kmsg = /^([0-7]),\d+,(\d+),[^;]*;(.*)$/.exec(line);
    const console = /^\[ *(\d+)\.(\d{6})\] (.*)$/.exec(line);
    const us = kmsg ? Number(kmsg[2]) : Number(`${console?.[1]}${console?.[2]}`);
    const text = kmsg?.[3]?.replace(/\\x([0-9a-f]{2})/g, (_, hex) => String.fromCharCode(Number.parseInt(hex, 16)));
    const texts = (text ?? console?.[3])?.split('\n') ?? [];
    return texts.map((part, index) => logEntry(part, { monotonicUs: us, writer: 'kernel', first: index === 0 }));
  });
}

const kB = (bytes: number | null): number => (bytes ?? Number.NaN) / 1024;

const numbersOf = (victim: OomVictim): unknown[] => [
  victim.pid,
  victim.comm,
  kB(victim.totalVmBytes),
  kB(victim.anonRssBytes),
  kB(victim.fileRssBytes),
  kB(victim.shmemRssBytes),
  victim.uid,
  kB(victim.pgtablesBytes),
  victim.oomScoreAdj,
];

const decisionOf = (record: OomKill): unknown[] => [
  record.constraintRaw,
  record.nodemask,
  record.cpuset,
  record.memsAllowed,
  record.constraint === 'memcg' ? record.oomMemcg : null,
  record.taskMemcg,
  record.selected?.comm,
  record.selected?.pid,
];

describe('the corpus', () => {
  it.skipIf(runs.length > 0)('is not here (../shared/corpus): nothing was compared', () => {});

  it.each(runs)('%s agrees with its truth', (run) => {
    const truth: Truth = JSON.parse(readFileSync(new URL(`${run}/metadata.json`, corpus), 'utf8'));
    const source = truth.event_counts_source.split(' ')[0] ?? 'kmsg.txt';
    const records = killsIn(entriesOf(run, source));
    const victims = records.flatMap((record) => record.victims);

    expect(records.filter(({ trigger }) => trigger !== null)).toHaveLength(truth.event_counts.oom_invoked ?? 0);
    expect(victims.reduce((sum, { timesPrinted }) => sum + timesPrinted, 0)).toBe(
      truth.event_counts.oom_kill_total ?? 0,
    );

    const seen = new Set<number>();
    const known = truth.victims.filter(({ pid }) => !seen.has(pid) && seen.add(pid));
    expect(victims.map(numbersOf)).toEqual(
      known.map((victim) => [
        victim.pid,
        victim.comm,
        victim.total_vm_kb,
        victim.anon_rss_kb,
        victim.file_rss_kb,
        victim.shmem_rss_kb,
        victim.uid,
        victim.pgtables_kb,
        victim.oom_score_adj,
      ]),
    );

    // The truth keeps the first dozen decisions of a run.
    const decisions = records
      .filter(({ constraintRaw }) => constraintRaw !== null)
      .slice(0, truth.oom_decisions.length);
    expect(decisions.map(decisionOf)).toEqual(
      truth.oom_decisions.map((decision) => [
        decision.constraint,
        decision.nodemask,
        decision.cpuset,
        decision.mems_allowed,
        decision.oom_memcg ?? null,
        decision.task_memcg,
        decision.task,
        Number(decision.pid),
      ]),
    );

    for (const record of records) {
      expect(record.problems.filter((word) => word !== 'dump-suppressed')).toEqual([]);
      expect(record.complete).toBe(true);
      if (record.memInfo !== null) expect(record.memInfo.complete).toBe(true);
      if (record.pageSizeBytes !== null) expect(record.pageSizeBytes).toBe(truth.page_size);
      for (const { pid } of record.victims) {
        if (record.tasks.length > 0) expect(record.tasks.map((task) => task.pid)).toContain(pid);
      }
    }
  });
});
