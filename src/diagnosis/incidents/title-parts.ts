import { workloadInWords, workloadOf } from '../cgroup-path.ts';
import type { AllocGist, HungGist, OomGist, UserspaceGist } from '../merge/gist.ts';
import { bytesInWords, listInWords } from '../quantities.ts';
import { mostNames } from './report-titles.ts';
import type { Scope } from './scope.ts';
import { createTaskSet } from './task-set.ts';

/** Says one part of a title of all that it was told, in order of time; null where it was told nothing. */
export interface TitlePart<Of> {
  add(gist: Of): void;
  text(): string | null;
}

export function createOomText({ scope, key, path }: Scope): TitlePart<OomGist> {
  const killed = createNames();
  let first: OomGist | null = null;
  let limitBytes: number | null = null;
  const any = { panic: false, groupKill: false, noKillable: false, constraint: false };
  return {
    add(gist) {
      first ??= gist;
      limitBytes ??= gist.limitBytes;
      any.panic ||= gist.outcome === 'panic';
      any.noKillable ||= gist.outcome === 'no-killable';
      any.groupKill ||= gist.groupKill;
      any.constraint ||= gist.constraint !== null;
      for (const { pid, comm } of gist.victims) killed.add(pid, comm);
    },
    text() {
      if (first === null) return null;
      const names = killed.text();
      const what =
        names !== null
          ? `${names} killed${any.groupKill ? ' as a group' : ''}`
          : any.noKillable
            ? 'no process could be killed'
            : 'OOM killer invoked, whom it killed is not in the log';
      const panic = names === null ? 'the kernel panicked' : `${what}, then the kernel panicked`;
      return `${placeText(first)}: ${any.panic ? panic : what}`;
    },
  };

  function placeText({ nodes }: OomGist): string {
    if (key === 'manual') return 'OOM killer run by hand (SysRq-f)';
    if (scope === 'node') return `memory of node ${nodes ?? '?'} exhausted (cpuset or memory policy)`;
    if (scope === 'memcg') {
      const name = path === null ? 'a memory cgroup' : workloadInWords(workloadOf(path));
      return `memory limit of ${name} reached${limitBytes === null ? '' : ` (${bytesInWords(limitBytes)})`}`;
    }
    return any.constraint ? 'host out of memory' : 'out of memory';
  }
}

interface Names {
  add(pid: number | null, comm: string | null): void;
  /** `mysqld (pid 812)`, `3 processes (2 php-fpm, mysqld)`; null without any. */
  text(): string | null;
}

function createNames(): Names {
  const tasks = createTaskSet();
  let first: { readonly pid: number | null; readonly comm: string | null } | null = null;
  return {
    add(pid, comm) {
      first ??= { pid, comm };
      tasks.add(pid, comm);
    },
    text() {
      if (first === null) return null;
      if (tasks.size === 1) {
        const pid = first.pid === null ? '' : `pid ${first.pid}`;
        return first.comm === null ? pid : `${first.comm}${pid === '' ? '' : ` (${pid})`}`;
      }
      return `${tasks.size} processes (${topNames(tasks.counts())})`;
    },
  };
}

function topNames(counts: ReadonlyMap<string | null, number>): string {
  const sorted = [...counts].sort((a, b) => b[1] - a[1]);
  const shown = sorted
    .slice(0, mostNames)
    .map(([name, count]) => (count === 1 ? (name ?? '?') : `${count} ${name ?? '?'}`));
  const rest = sorted.length - shown.length;
  return rest > 0 ? `${shown.join(', ')} and ${rest} more` : listInWords(shown);
}

export function createUserspaceText(): TitlePart<UserspaceGist> {
  const killers = new Set<string>();
  /** The first few: more are not told. */
  const [groups, pods] = [new Set<string>(), new Set<string>()];
  const tasks = createNames();
  return {
    add({ killer, victims }) {
      killers.add(killer);
      for (const { pid, comm, cgroup, pod } of victims) {
        if (cgroup !== null && groups.size < mostNames) groups.add(workloadInWords(workloadOf(cgroup)));
        if (pod !== null && pods.size < mostNames) pods.add(`pod ${pod}`);
        if (pid !== null || comm !== null) tasks.add(pid, comm);
      }
    },
    text() {
      if (killers.size === 0) return null;
      const task = tasks.text();
      const names = groups.size > 0 ? [...groups] : pods.size > 0 ? [...pods] : task === null ? [] : [task];
      const whom = names.length === 0 ? 'something the log does not name' : listInWords(names);
      return `killed by ${listInWords([...killers])}: ${whom}`;
    },
  };
}

const variantNames: Readonly<Record<AllocGist['variant'], string>> = {
  page: 'page allocation',
  'page-stall': 'page allocation',
  slab: 'slab allocation',
  vmalloc: 'vmalloc allocation',
  percpu: 'per-CPU allocation',
  cma: 'CMA allocation',
  swiotlb: 'bounce buffer allocation',
  'dma-pool': 'DMA pool allocation',
  commit: 'memory commitment',
};

export function createFailureText(): TitlePart<AllocGist> {
  let first: AllocGist | null = null;
  let count = 0;
  const orders = new Set<number>();
  const comms = new Map<string, number>();
  return {
    add(gist) {
      first ??= gist;
      count += 1;
      if (gist.order !== null) orders.add(gist.order);
      if (gist.comm !== null) comms.set(gist.comm, 1);
    },
    text() {
      if (first === null) return null;
      const sorted = [...orders].sort((a, b) => b - a);
      const size = first.sizeBytes === null ? '' : ` of ${bytesInWords(first.sizeBytes)}`;
      const order = sorted.length > 0 && first.variant.startsWith('page') ? ` of order ${sorted.join(' and ')}` : size;
      const by = comms.size === 0 ? '' : ` (${topNames(comms)})`;
      const verb = first.variant === 'page-stall' ? 'stalled' : 'failed';
      const name = variantNames[first.variant];
      return count === 1 ? `${name}${order} ${verb}${by}` : `${count} ${name}s${order} ${verb}${by}`;
    },
  };
}

export function createHungText(): TitlePart<HungGist> {
  const tasks = createTaskSet();
  let first: HungGist | null = null;
  let longest = 0;
  let panicked = false;
  return {
    add(gist) {
      first ??= gist;
      tasks.add(gist.pid, gist.comm);
      longest = Math.max(longest, gist.blockedSeconds ?? 0);
      panicked ||= gist.panic;
    },
    text() {
      if (first === null) return null;
      const time = (words: string): string => (longest === 0 ? '' : `${words} more than ${longest} s`);
      const panic = panicked ? ', then the kernel panicked' : '';
      return tasks.size === 1
        ? `task ${first.comm} (pid ${first.pid}) hung${time(' for')}${panic}`
        : `${tasks.size} tasks hung (${topNames(tasks.counts())})${time(', the longest for')}${panic}`;
    },
  };
}
