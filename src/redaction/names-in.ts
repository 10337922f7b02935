import type { KernelRecord } from '../../parsers/model/record.ts';
import type { NameKind } from './pseudonyms.ts';

export type Learn = (kind: NameKind, name: string | null | undefined) => void;

/** Every name in the fields of a record that hold names. */
export function namesIn(record: KernelRecord, learn: Learn): void {
  learn('host', record.host);
  switch (record.kind) {
    case 'oom-kill':
      learn('program', record.trigger?.comm);
      learn('program', record.selected?.comm);
      for (const { comm } of record.tasks) learn('program', comm);
      for (const { comm } of record.victims) learn('program', comm);
      for (const path of [record.cpuset, record.taskMemcg, record.oomMemcg, record.memcg?.path]) learnPath(path, learn);
      break;
    case 'alloc-failure':
      learn('program', record.comm);
      learnPath(record.cpuset, learn);
      break;
    case 'hung-task':
      learn('program', record.comm);
      learn('program', record.blocker?.comm);
      break;
    case 'stall':
    case 'app-oom':
      learn('program', record.comm);
      break;
    case 'fork-refused':
      learn('program', record.comm);
      learnPath(record.cgroup, learn);
      break;
    case 'userspace-kill':
      for (const { comm, cgroup, pod, container } of record.victims) {
        learn('program', comm);
        learnPath(cgroup, learn);
        learnPod(pod, learn);
        learn('container', container);
      }
      break;
    case 'unit-oom':
      learn('program', record.comm);
      learnUnit(record, learn);
      break;
    case 'unit-signal-kill':
      learnUnit(record, learn);
      break;
  }
}

interface Unit {
  readonly unit: string | null;
  readonly pod: string | null;
  readonly container: string | null;
}

function learnUnit({ unit, pod, container }: Unit, learn: Learn): void {
  learnPath(unit, learn);
  learnPod(pod, learn);
  learn('container', container);
}

function learnPod(pod: string | null, learn: Learn): void {
  for (const part of pod?.split('/') ?? []) learn('pod', part);
}

/** Segments of a cgroup path, or one of them alone; a unit is known by its name without the suffix, as logs write it in other places. */
export function learnPath(path: string | null | undefined, learn: Learn): void {
  for (const segment of path?.split('/') ?? []) {
    const [, name, suffix] = /^(.*)\.(service|scope|slice|mount|socket|timer|target)$/.exec(segment) ?? [];
    if (
      suffix === 'slice' &&
      /^(user-\d+|kubepods|kubepods-(burstable|besteffort|guaranteed)|system|user|machine|-)$/.test(name ?? '')
    )
      continue;
    if (suffix === 'scope' && /^(session-\w+|init)$/.test(name ?? '')) continue;
    if (suffix === 'service' && /^user@\d+$/.test(name ?? '')) continue;
    // What has an id in its name is replaced by the form of that id.
    if (/[0-9a-f]{12}|[0-9a-f]{8}(?:[-_][0-9a-f]{4}){3}[-_]/.test(segment)) continue;
    learn(suffix === undefined ? 'cgroup' : 'unit', name ?? segment);
  }
}
