import type { KernelRecord, RecordOf } from '../../../parsers/model/record.ts';
import type { OomConstraint, OomKill, OomTrigger, OomVictim } from '../../../parsers/model/records/oom-kill.ts';
import type { UserspaceKill, UserspaceVictim } from '../../../parsers/model/records/userspace-kill.ts';
import { cannotReclaim, fallsBack } from '../gfp.ts';
import type { Share } from './share.ts';

/** A killed task as far as it matters for telling kills apart and for a summary. */
export type Victim = Pick<
  OomVictim,
  'pid' | 'comm' | 'totalVmBytes' | 'anonRssBytes' | 'fileRssBytes' | 'shmemRssBytes' | 'cause' | 'basis'
>;

export interface OomGist {
  readonly kind: 'oom-kill';
  readonly trigger: Pick<OomTrigger, 'comm' | 'pid' | 'order' | 'gfpMask'> | null;
  readonly manual: boolean;
  readonly panic: string | null;
  readonly constraint: OomConstraint | null;
  /** The nodes that a cpuset or memory policy allows, as printed. */
  readonly nodes: string | null;
  readonly oomMemcg: string | null;
  readonly taskMemcg: string | null;
  readonly limitBytes: number | null;
  readonly usageBytes: number | null;
  readonly groupKill: boolean;
  readonly victims: readonly Victim[];
  readonly outcome: OomKill['outcome'];
}

export type AllocGist = Pick<
  RecordOf<'alloc-failure'>,
  'kind' | 'variant' | 'comm' | 'pid' | 'order' | 'gfpMask' | 'sizeBytes' | 'sizePages' | 'detail'
> & {
  readonly freePages: number | null;
  /** What the flags say of the caller: it has something smaller to fall back to, or cannot wait; null: neither, or not known. */
  readonly caller: 'falls-back' | 'cannot-wait' | null;
};

export type HungGist = Pick<RecordOf<'hung-task'>, 'kind' | 'comm' | 'pid' | 'blockedSeconds' | 'panic'>;
export type StallGist = Pick<RecordOf<'stall'>, 'kind' | 'variant' | 'comm' | 'pid' | 'cpu' | 'seconds'>;
export type UserspaceGist = Pick<UserspaceKill, 'kind' | 'killer' | 'reason' | 'dryRun'> & {
  readonly victims: readonly Pick<UserspaceVictim, 'pid' | 'comm' | 'cgroup' | 'pod' | 'container' | 'rssBytes'>[];
};
export type UnitOomGist = Pick<
  RecordOf<'unit-oom'>,
  'kind' | 'manager' | 'unit' | 'pod' | 'container' | 'pid' | 'comm' | 'result'
>;
export type UnitSignalGist = Pick<
  RecordOf<'unit-signal-kill'>,
  'kind' | 'manager' | 'unit' | 'pod' | 'container' | 'signal' | 'exitStatus'
>;
export type AppOomGist = Pick<RecordOf<'app-oom'>, 'kind' | 'runtime' | 'comm' | 'pid' | 'message'>;
export type ForkGist = Pick<RecordOf<'fork-refused'>, 'kind' | 'cgroup' | 'error' | 'comm' | 'pid'>;

/** What is kept of a record while incidents are formed: everything but dumps, tables and traces. */
export type Gist =
  | OomGist
  | AllocGist
  | HungGist
  | StallGist
  | UserspaceGist
  | UnitOomGist
  | UnitSignalGist
  | AppOomGist
  | ForkGist;

export function gistOf(record: KernelRecord, share: Share): Gist {
  switch (record.kind) {
    case 'oom-kill':
      return oomGist(record, share);
    case 'alloc-failure': {
      const { kind, variant, pid, order, sizeBytes, sizePages, detail, memInfo } = record;
      const [comm, gfpMask] = [share(record.comm), share(record.gfpMask)];
      const free = 'free';
      const freePages = memInfo?.counters[free] ?? null;
      const caller = fallsBack(record.gfpFlags) ? 'falls-back' : cannotReclaim(record.gfpFlags) ? 'cannot-wait' : null;
      return { kind, variant, comm, pid, order, gfpMask, sizeBytes, sizePages, detail, freePages, caller };
    }
    case 'hung-task': {
      const { kind, comm, pid, blockedSeconds, panic } = record;
      return { kind, comm, pid, blockedSeconds, panic };
    }
    case 'stall': {
      const { kind, variant, comm, pid, cpu, seconds } = record;
      return { kind, variant, comm, pid, cpu, seconds };
    }
    case 'userspace-kill': {
      const { kind, killer, reason, dryRun } = record;
      const victims = record.victims.map(({ pid, comm, cgroup, pod, container, rssBytes }) => {
        return { pid, comm, cgroup, pod, container, rssBytes };
      });
      return { kind, killer, reason, dryRun, victims };
    }
    case 'unit-oom': {
      const { kind, manager, unit, pod, container, pid, comm, result } = record;
      return { kind, manager, unit, pod, container, pid, comm, result };
    }
    case 'unit-signal-kill': {
      const { kind, manager, unit, pod, container, signal, exitStatus } = record;
      return { kind, manager, unit, pod, container, signal, exitStatus };
    }
    case 'app-oom': {
      const { kind, runtime, comm, pid, message } = record;
      return { kind, runtime, comm, pid, message };
    }
    case 'fork-refused': {
      const { kind, cgroup, error, comm, pid } = record;
      return { kind, cgroup, error, comm, pid };
    }
  }
}

function oomGist(record: RecordOf<'oom-kill'>, share: Share): OomGist {
  const { trigger, constraint } = record;
  const bound = constraint === 'cpuset' ? record.memsAllowed : constraint === 'memory-policy' ? record.nodemask : null;
  return {
    kind: 'oom-kill',
    trigger: trigger && {
      comm: share(trigger.comm),
      pid: trigger.pid,
      order: trigger.order,
      gfpMask: share(trigger.gfpMask),
    },
    manual: record.manual,
    panic: record.panic,
    constraint: constraint ?? (record.memcg === null ? null : 'memcg'),
    nodes: share(bound),
    oomMemcg: share(record.oomMemcg ?? record.memcg?.path ?? null),
    taskMemcg: share(record.taskMemcg),
    limitBytes: record.memcg?.limitBytes ?? null,
    usageBytes: record.memcg?.usageBytes ?? null,
    groupKill: record.groupKill,
    victims: record.victims.map((victim) => {
      const { pid, comm, totalVmBytes, anonRssBytes, fileRssBytes, shmemRssBytes, cause, basis } = victim;
      return { pid, comm: share(comm), totalVmBytes, anonRssBytes, fileRssBytes, shmemRssBytes, cause, basis };
    }),
    outcome: record.outcome,
  };
}
