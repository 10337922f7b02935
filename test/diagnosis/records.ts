import type { KernelRecord, RecordEnvelope, RecordOf } from '../../parsers/model/record.ts';
import type { MemInfo, ZoneInfo } from '../../parsers/model/records/mem-info.ts';
import type { MemcgInfo, OomVictim, TaskRow } from '../../parsers/model/records/oom-kill.ts';
import type { StoredRecord } from '../../src/diagnosis/analyse.ts';
import type { Coverage } from '../../src/diagnosis/merge/contradiction.ts';

/** Hand-made records: each builder fills in what a whole, plain record of its kind holds. */

const page = 4096;
let made = 0;

export interface Place {
  readonly path?: string;
  readonly directory?: string;
  readonly host?: string | null;
  readonly bootId?: string | null;
  readonly bootIndex?: number;
  /** Seconds after 2026-03-01T00:00:00Z; null: no wall clock. */
  readonly wall?: number | null;
  readonly inferred?: boolean;
  readonly mono?: number | null;
  readonly proved?: boolean;
  readonly line?: number;
  readonly id?: string;
}

export const epoch = Date.parse('2026-03-01T00:00:00Z') * 1000;

const rfc3339 = (seconds: number): string =>
  new Date(epoch / 1000 + Math.floor(seconds) * 1000).toISOString().replace('.000Z', '') +
  `.${String(Math.round((seconds - Math.floor(seconds)) * 1e6)).padStart(6, '0')}Z`;

export function envelope(place: Place = {}): RecordEnvelope {
  made += 1;
  const { wall = null, mono = null, host = null, bootId = null, line = made } = place;
  return {
    schema: 'oomtrail/record@1',
    id: place.id ?? `record${made}`,
    time: wall === null ? null : rfc3339(wall),
    timeBasis: wall === null ? (mono === null ? null : 'monotonic') : place.inferred ? 'inferred' : 'realtime',
    monotonicSeconds: mono,
    bootId,
    bootIndex: place.bootIndex ?? 0,
    host,
    provenance: place.proved ? 'kernel' : 'unverified',
    source: {
      path: place.path ?? '/logs/kern.log',
      line,
      byteStart: line * 1000,
      byteEnd: line * 1000 + 900,
      lines: 9,
    },
    continuedIn: null,
  };
}

export function stored(record: KernelRecord, place: Place = {}): StoredRecord {
  return { record, directory: place.directory ?? (place.path ?? '/logs/kern.log').replace(/\/[^/]*$/, '') };
}

const whole = { complete: true, problems: [], kernelRelease: null } as const;

export function victim(
  pid: number,
  comm: string,
  kilobytes: number | null = 100_000,
  more: Partial<OomVictim> = {},
): OomVictim {
  const sized = kilobytes !== null;
  return {
    pid,
    comm,
    uid: 0,
    totalVmBytes: sized ? kilobytes * 1024 * 3 : null,
    anonRssBytes: sized ? kilobytes * 1024 : null,
    fileRssBytes: sized ? 4096 : null,
    shmemRssBytes: sized ? 0 : null,
    pgtablesBytes: null,
    oomScoreAdj: 0,
    score: null,
    cause: 'selected',
    basis: sized ? 'kill-line' : 'decision-line',
    timesPrinted: 1,
    reaped: null,
    ...more,
  };
}

export function oomKill(place: Place = {}, facts: Partial<RecordOf<'oom-kill'>> = {}): StoredRecord {
  const victims = facts.victims ?? [victim(812, 'mysqld')];
  return stored(
    {
      ...envelope(place),
      ...whole,
      kind: 'oom-kill',
      trigger: {
        comm: 'nginx',
        pid: 400,
        uid: 0,
        cpu: 0,
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
      taskMemcg: null,
      oomMemcg: null,
      allocatingTask: false,
      groupKill: false,
      pageSizeBytes: page,
      pageSizeBasis: 'buddy',
      memcg: null,
      memInfo: null,
      taskTable: null,
      tasks: [],
      selected: victims[0] ? { pid: victims[0].pid, comm: victims[0].comm, score: null } : null,
      victims,
      outcome: victims.length > 0 ? 'killed' : 'unknown',
      hardware: null,
      callTrace: [],
      dumpsSuppressed: null,
      ...facts,
    },
    place,
  );
}

export function memcgKill(path: string, place: Place = {}, facts: Partial<RecordOf<'oom-kill'>> = {}): StoredRecord {
  return oomKill(place, { constraint: 'memcg', oomMemcg: path, taskMemcg: path, memcg: memcg({ path }), ...facts });
}

export function allocFailure(place: Place = {}, facts: Partial<RecordOf<'alloc-failure'>> = {}): StoredRecord {
  return stored(
    {
      ...envelope(place),
      ...whole,
      kind: 'alloc-failure',
      variant: 'page',
      comm: 'rxburst',
      pid: 77,
      cpu: 0,
      order: 0,
      gfpMask: '0x820',
      gfpFlags: ['GFP_ATOMIC'],
      nodemask: null,
      cpuset: '/',
      memsAllowed: '0',
      stallSeconds: null,
      sizeBytes: null,
      sizePages: null,
      detail: null,
      callTrace: [],
      pageSizeBytes: page,
      pageSizeBasis: 'buddy',
      memInfo: null,
      hardware: null,
      reportsSuppressed: null,
      ...facts,
    },
    place,
  );
}

export function hungTask(place: Place = {}, facts: Partial<RecordOf<'hung-task'>> = {}): StoredRecord {
  return stored(
    {
      ...envelope(place),
      ...whole,
      kind: 'hung-task',
      comm: 'rsync',
      pid: 260,
      tgid: null,
      ppid: null,
      state: 'D',
      blockedSeconds: 120,
      ioWait: false,
      coredump: false,
      workqueue: null,
      callTrace: [],
      blocker: null,
      blockerTrace: [],
      reportsSuppressed: false,
      panic: false,
      ...facts,
    },
    place,
  );
}

export function unitOom(unit: string, place: Place = {}, facts: Partial<RecordOf<'unit-oom'>> = {}): StoredRecord {
  const body = {
    manager: 'systemd',
    unit,
    pod: null,
    container: null,
    pid: null,
    comm: null,
    result: 'oom-kill',
  } as const;
  return stored({ ...envelope(place), ...whole, kind: 'unit-oom', ...body, ...facts }, place);
}

export function unitSignalKill(unit: string, place: Place = {}): StoredRecord {
  const body = { manager: 'systemd', unit, pod: null, container: null, signal: 'KILL', exitStatus: null } as const;
  return stored({ ...envelope(place), ...whole, kind: 'unit-signal-kill', ...body }, place);
}

export function appOom(message: string, place: Place = {}): StoredRecord {
  const body = { runtime: 'python', comm: 'etl', pid: null, message } as const;
  return stored({ ...envelope(place), ...whole, kind: 'app-oom', ...body }, place);
}

export function forkRefused(error: 'ENOMEM' | 'EAGAIN', place: Place = {}): StoredRecord {
  const body = {
    cgroup: error === 'EAGAIN' ? '/system.slice/app.service' : null,
    error,
    comm: 'bash',
    pid: null,
  } as const;
  return stored({ ...envelope(place), ...whole, kind: 'fork-refused', ...body }, place);
}

export function userspaceKill(
  killer: RecordOf<'userspace-kill'>['killer'],
  cgroup: string | null,
  place: Place = {},
  dryRun = false,
): StoredRecord {
  const one = { pid: cgroup === null ? 900 : null, comm: cgroup === null ? 'chrome' : null, cgroup };
  const unknown = { uid: null, pod: null, container: null, signal: null, rssBytes: null, usageBytes: null };
  return stored(
    {
      ...envelope(place),
      ...whole,
      kind: 'userspace-kill',
      killer,
      victims: [{ ...one, ...unknown, oomScore: null, oomScoreAdj: null }],
      reason: null,
      dryRun,
      pressurePercent: null,
      pressureLimitPercent: null,
      memUsedBytes: null,
      memTotalBytes: null,
      memAvailablePercent: null,
      swapUsedBytes: null,
      swapTotalBytes: null,
      swapFreePercent: null,
    },
    place,
  );
}

export function memcg(facts: Partial<MemcgInfo> = {}): MemcgInfo {
  return {
    path: '/app',
    usageBytes: 64 << 20,
    limitBytes: 64 << 20,
    limitUnlimited: false,
    failcnt: 5,
    swapUsageBytes: null,
    swapLimitBytes: null,
    swapLimitUnlimited: false,
    memswUsageBytes: null,
    memswLimitBytes: null,
    memswLimitUnlimited: false,
    kmemUsageBytes: null,
    kmemLimitBytes: null,
    kmemLimitUnlimited: false,
    stats: {},
    ...facts,
  };
}

export function zone(facts: Partial<ZoneInfo> = {}): ZoneInfo {
  return {
    node: 0,
    name: 'Normal',
    freeBytes: 40 << 20,
    boostBytes: null,
    minBytes: 44 << 20,
    lowBytes: 55 << 20,
    highBytes: 66 << 20,
    reservedHighatomicBytes: 0,
    freeHighatomicBytes: null,
    presentBytes: 1 << 30,
    managedBytes: 900 << 20,
    mlockedBytes: 0,
    freePcpBytes: 0,
    freeCmaBytes: 0,
    allUnreclaimable: null,
    counters: {},
    lowmemReservePages: [0, 0, 0, 0, 0],
    buddy: null,
    ...facts,
  };
}

export function memInfo(facts: Partial<MemInfo> = {}): MemInfo {
  return {
    counters: {
      active_anon: 100_000,
      inactive_anon: 50_000,
      isolated_anon: 0,
      active_file: 100,
      inactive_file: 200,
      isolated_file: 0,
      unevictable: 4_000,
      dirty: 0,
      writeback: 0,
      slab_reclaimable: 3_000,
      slab_unreclaimable: 7_000,
      mapped: 1_000,
      shmem: 20_000,
      pagetables: 900,
      free: 10_000,
      free_pcp: 100,
      free_cma: 0,
    },
    nodes: [{ node: 0, counters: { kernel_stack: 8 << 20 }, allUnreclaimable: null }],
    zones: [zone({ presentBytes: 800_000_000, managedBytes: 200_000 * page, freeBytes: 10_000 * page })],
    hugepages: [{ node: 0, total: 10, free: 10, surplus: 0, pageBytes: 2 << 20 }],
    pagecachePages: null,
    swapCachePages: null,
    swapFreeBytes: 0,
    swapTotalBytes: 0,
    ramPages: 210_000,
    reservedPages: 10_000,
    highmemPages: null,
    cmaReservedPages: null,
    hwpoisonedPages: null,
    slab: [],
    allocations: [],
    pageSizeBytes: page,
    complete: true,
    ...facts,
  };
}

export function task(pid: number, comm: string, facts: Partial<TaskRow> = {}): TaskRow {
  const { rssPages = 1000, swapPages = 0 } = facts;
  return {
    pid,
    tgid: pid,
    uid: 1000,
    comm,
    totalVmPages: rssPages * 3,
    rssPages,
    rssAnonPages: null,
    rssFilePages: null,
    rssShmemPages: null,
    swapPages,
    pageTablePages: null,
    totalVmBytes: rssPages * 3 * page,
    rssBytes: rssPages * page,
    rssAnonBytes: null,
    rssFileBytes: null,
    rssShmemBytes: null,
    pgtablesBytes: 0,
    swapBytes: swapPages === null ? null : swapPages * page,
    oomScoreAdj: 0,
    oomAdj: null,
    ...facts,
  };
}

export function coverage(path: string, facts: Partial<Coverage> = {}): Coverage {
  return {
    path,
    directory: path.replace(/\/[^/]*$/, ''),
    format: 'journal-json',
    fromUs: epoch - 3_600_000_000,
    toUs: epoch + 7_200_000_000,
    hosts: [],
    showsWriter: true,
    showsKernel: true,
    ...facts,
  };
}
