import type { KernelRecord, RecordEnvelope } from '../../parsers/model/record.ts';
import type { AllocFailure } from '../../parsers/model/records/alloc-failure.ts';
import type { HungTask } from '../../parsers/model/records/hung-task.ts';
import type { OomKill, OomVictim } from '../../parsers/model/records/oom-kill.ts';
import type { UserspaceKill } from '../../parsers/model/records/userspace-kill.ts';
import type { Incident } from '../../src/diagnosis/analysis.ts';
import type { FileCoverage } from '../../src/ingest/sink.ts';
import type { Batch, FileIdentity, SampleSeries, StoredRecord, StoredSample } from '../../src/store/timeline.ts';

/** 2026-11-20T12:00:00Z. */
export const noonUs = 1_795_176_000_000_000;

function rfc3339(us: number): string {
  return `${new Date(Math.floor(us / 1000)).toISOString().slice(0, 19)}.${String(us % 1_000_000).padStart(6, '0')}Z`;
}

export interface Place {
  readonly id: string;
  readonly host?: string | null;
  readonly bootId?: string | null;
  readonly bootIndex?: number;
  readonly atUs?: number | null;
  readonly monotonicSeconds?: number | null;
  readonly path?: string;
  readonly line?: number;
}

function envelope(place: Place): RecordEnvelope {
  const { id, host = 'web1', bootId = 'a'.repeat(32), bootIndex = 0, atUs = noonUs, monotonicSeconds = null } = place;
  const { path = '/var/log/kern.log', line = 1 } = place;
  return {
    schema: 'oomtrail/record@1',
    id,
    time: atUs === null ? null : rfc3339(atUs),
    timeBasis: atUs === null ? 'monotonic' : 'realtime',
    monotonicSeconds,
    bootId,
    bootIndex,
    host,
    provenance: 'kernel',
    source: { path, line, byteStart: line * 100, byteEnd: line * 100 + 80, lines: 2 },
    continuedIn: null,
  };
}

const common = { complete: true, problems: [], kernelRelease: '6.12.0' } as const;

export function victim(facts: Partial<OomVictim> = {}): OomVictim {
  return {
    pid: 4242,
    comm: 'postgres',
    uid: 999,
    totalVmBytes: 9_000_000,
    anonRssBytes: 6_000_000,
    fileRssBytes: 4096,
    shmemRssBytes: 0,
    pgtablesBytes: 16_384,
    oomScoreAdj: 0,
    score: null,
    cause: 'selected',
    basis: 'kill-line',
    timesPrinted: 1,
    reaped: null,
    ...facts,
  };
}

export function oomKill(place: Place, facts: Partial<OomKill> = {}): KernelRecord {
  const body: OomKill = {
    kind: 'oom-kill',
    ...common,
    trigger: {
      comm: 'pg_dump',
      pid: 77,
      uid: 0,
      cpu: 1,
      gfpMask: '0xcc0',
      gfpFlags: ['GFP_KERNEL'],
      order: 0,
      oomScoreAdj: 0,
    },
    manual: false,
    panic: null,
    constraint: 'none',
    constraintBasis: 'printed',
    constraintRaw: 'CONSTRAINT_NONE',
    nodemask: null,
    cpuset: '/',
    memsAllowed: '0',
    taskMemcg: '/system.slice/postgresql.service',
    oomMemcg: null,
    allocatingTask: false,
    groupKill: false,
    pageSizeBytes: 4096,
    pageSizeBasis: 'buddy',
    memcg: null,
    memInfo: null,
    taskTable: null,
    tasks: [],
    selected: null,
    victims: [victim()],
    outcome: 'killed',
    hardware: null,
    callTrace: [],
    dumpsSuppressed: null,
    ...facts,
  };
  return { ...envelope(place), ...body };
}

export function hungTask(place: Place, facts: Partial<HungTask> = {}): KernelRecord {
  const body: HungTask = {
    kind: 'hung-task',
    ...common,
    comm: 'kworker/u8:1',
    pid: 88,
    tgid: 88,
    ppid: 2,
    state: 'D',
    blockedSeconds: 122,
    ioWait: true,
    coredump: false,
    workqueue: null,
    callTrace: [
      '__schedule+0x2eb/0x8d0',
      '? guess+0x1/0x2',
      'schedule+0x5b/0xd0',
      'io_schedule+0x46/0x80',
      'wait_on_page+0x12/0x60',
    ],
    blocker: null,
    blockerTrace: [],
    reportsSuppressed: false,
    panic: false,
    ...facts,
  };
  return { ...envelope(place), ...body };
}

export function allocFailure(place: Place, facts: Partial<AllocFailure> = {}): KernelRecord {
  const body: AllocFailure = {
    kind: 'alloc-failure',
    ...common,
    variant: 'page',
    comm: 'nginx',
    pid: 99,
    cpu: 0,
    order: 4,
    gfpMask: '0x40dc0',
    gfpFlags: ['GFP_KERNEL', '__GFP_COMP'],
    nodemask: null,
    cpuset: '/',
    memsAllowed: '0',
    stallSeconds: null,
    sizeBytes: null,
    sizePages: null,
    detail: null,
    callTrace: [],
    pageSizeBytes: 4096,
    pageSizeBasis: 'buddy',
    memInfo: null,
    hardware: null,
    reportsSuppressed: null,
    ...facts,
  };
  return { ...envelope(place), ...body };
}

export function userspaceKill(place: Place, facts: Partial<UserspaceKill> = {}): KernelRecord {
  const body: UserspaceKill = {
    kind: 'userspace-kill',
    ...common,
    killer: 'earlyoom',
    victims: [
      {
        pid: 55,
        comm: 'java',
        uid: 1000,
        cgroup: '/user.slice',
        signal: 'SIGTERM',
        rssBytes: 7_000_000,
        pod: null,
        container: null,
        usageBytes: null,
        oomScore: 800,
        oomScoreAdj: 0,
      },
    ],
    reason: 'low memory',
    dryRun: false,
    pressurePercent: null,
    pressureLimitPercent: null,
    memUsedBytes: null,
    memTotalBytes: null,
    memAvailablePercent: 4,
    swapUsedBytes: null,
    swapTotalBytes: null,
    swapFreePercent: 3,
    ...facts,
  };
  return { ...envelope(place), ...body };
}

export function stored(record: KernelRecord, directory = '/var/log'): StoredRecord {
  return { record, directory };
}

export function seriesOf(facts: Partial<SampleSeries> = {}): SampleSeries {
  return {
    host: 'web1',
    directory: '/var/log',
    scope: 'process',
    pid: 4242,
    comm: 'postgres',
    startedAt: null,
    cgroup: null,
    zone: null,
    metric: 'rssBytes',
    format: 'ps',
    quantumBytes: 1024,
    timeBasis: 'realtime',
    ...facts,
  };
}

export function sampleAt(
  second: number,
  value: number,
  series: Partial<SampleSeries> = {},
  path = '/var/log/ps.txt',
): StoredSample {
  return {
    series: seriesOf(series),
    point: { atUs: noonUs + second * 1_000_000, value },
    source: {
      path,
      line: Math.floor(second) + 1,
      byteStart: Math.floor(second) * 80,
      byteEnd: Math.floor(second) * 80 + 79,
    },
  };
}

export function coverageOf(path: string, facts: Partial<FileCoverage> = {}): FileCoverage {
  return {
    path,
    directory: '/var/log',
    format: 'rfc3164',
    lines: 1000,
    bytes: 80_000,
    fromUs: noonUs,
    toUs: noonUs + 60_000_000,
    records: 1,
    samples: 0,
    hosts: ['web1'],
    showsWriter: false,
    skipped: [{ reason: 'unframed', count: 3 }],
    ...facts,
  };
}

export function fileAt(path: string, headHash: string, headBytes = 4096): FileIdentity {
  return { path, directory: '/var/log', sizeBytes: 80_000, mtimeUs: noonUs, headBytes, headHash };
}

export function incidentOf(id: string, facts: Partial<Incident> = {}): Incident {
  const base: Partial<Incident> = {
    id,
    host: 'web1',
    bootId: 'a'.repeat(32),
    start: rfc3339(noonUs),
    end: rfc3339(noonUs + 1_000_000),
    scope: 'host',
    kinds: ['oom-kill'],
    kills: 1,
    victims: [{ pid: 4242, comm: 'postgres', anonRssBytes: 6_000_000 }],
    records: ['r1'],
    title: 'postgres was killed',
    verdict: null,
  };
  // The timeline keeps an incident whole and looks at few fields: the rest is left out here.
  return { ...base, ...facts } as Incident;
}

export function batchOf(batch: Partial<Batch>): Batch {
  return { records: [], samples: [], coverage: [], ...batch };
}

export async function all<Item>(items: AsyncIterable<Item>): Promise<Item[]> {
  const list: Item[] = [];
  for await (const item of items) list.push(item);
  return list;
}
