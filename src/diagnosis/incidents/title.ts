import { workloadInWords, workloadOf } from '../cgroup-path.ts';
import type { MergedEvent } from '../merge/event.ts';
import type { AllocGist, HungGist, OomGist, UserspaceGist } from '../merge/gist.ts';
import { bytesInWords, listInWords } from '../quantities.ts';
import type { Draft } from './draft.ts';
import { mostNames, reportText, stallNames } from './report-titles.ts';

/** One event in a few words: `OOM kill of mysqld, pid 4242`. */
export function describeEvent({ gist }: MergedEvent): string {
  switch (gist.kind) {
    case 'oom-kill': {
      const [victim] = gist.victims;
      return victim
        ? `OOM kill of ${victim.comm}, pid ${victim.pid}`
        : `OOM report of ${gist.trigger === null ? 'no task' : (gist.trigger.comm ?? 'an unnamed task')}`;
    }
    case 'alloc-failure':
      return `failed allocation of ${gist.comm ?? 'an unnamed task'}`;
    case 'hung-task':
      return `hung task ${gist.comm}, pid ${gist.pid}`;
    case 'stall':
      return `${stallNames[gist.variant]} of ${gist.comm ?? 'an unnamed task'}`;
    default:
      return `${gist.kind} record`;
  }
}

/** What happened, in one sentence without a judgement. */
export function titleOf(draft: Draft): string {
  const gists = draft.events.map(({ gist }) => gist);
  const ooms = gists.filter((gist) => gist.kind === 'oom-kill');
  const userspace = gists.filter((gist) => gist.kind === 'userspace-kill');
  const failures = gists.filter((gist) => gist.kind === 'alloc-failure');
  const hangs = gists.filter((gist) => gist.kind === 'hung-task');
  const before =
    failures.length > 0 && draft.events[0]?.kind === 'alloc-failure' ? `${failureText(failures)}, then ` : '';
  if (ooms.length > 0) {
    const also = userspace.length > 0 ? `; ${userspaceText(userspace)}` : '';
    return sentence(`${before}${oomText(draft, ooms)}${also}`);
  }
  if (userspace.length > 0) return sentence(`${before}${userspaceText(userspace)}`);
  if (failures.length > 0) return sentence(failureText(failures));
  if (hangs.length > 0) return sentence(hungText(hangs));
  return sentence(reportText(gists));
}

const sentence = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

function oomText(draft: Draft, ooms: readonly OomGist[]): string {
  const panic = ooms.find(({ outcome }) => outcome === 'panic');
  const killed = namesOf(ooms.flatMap(({ victims }) => victims));
  const group = ooms.some(({ groupKill }) => groupKill) ? ' as a group' : '';
  const what =
    killed !== null
      ? `${killed} killed${group}`
      : ooms.some(({ outcome }) => outcome === 'no-killable')
        ? 'no process could be killed'
        : 'OOM killer invoked, whom it killed is not in the log';
  const end = panic ? (killed === null ? 'the kernel panicked' : `${what}, then the kernel panicked`) : what;
  return `${placeOf(draft, ooms)}: ${end}`;
}

function placeOf(draft: Draft, ooms: readonly OomGist[]): string {
  const { scope, key, path } = draft.scope;
  if (key === 'manual') return 'OOM killer run by hand (SysRq-f)';
  if (scope === 'node') return `memory of node ${ooms[0]?.nodes ?? '?'} exhausted (cpuset or memory policy)`;
  if (scope === 'memcg') {
    const limit = ooms.find(({ limitBytes }) => limitBytes !== null)?.limitBytes ?? null;
    const name = path === null ? 'a memory cgroup' : workloadInWords(workloadOf(path));
    return `memory limit of ${name} reached${limit === null ? '' : ` (${bytesInWords(limit)})`}`;
  }
  return ooms.every(({ constraint }) => constraint === null) ? 'out of memory' : 'host out of memory';
}

/** `mysqld (pid 812)`, `3 processes (2 php-fpm, mysqld)`; null without victims. */
function namesOf(victims: readonly { readonly pid: number | null; readonly comm: string | null }[]): string | null {
  const byPid = new Map(victims.map((victim) => [`${victim.pid} ${victim.comm}`, victim]));
  const [first] = byPid.values();
  if (!first) return null;
  if (byPid.size === 1) {
    const pid = first.pid === null ? '' : `pid ${first.pid}`;
    return first.comm === null ? pid : `${first.comm}${pid === '' ? '' : ` (${pid})`}`;
  }
  const counts = new Map<string, number>();
  for (const { comm } of byPid.values()) counts.set(comm ?? '?', (counts.get(comm ?? '?') ?? 0) + 1);
  return `${byPid.size} processes (${topNames(counts)})`;
}

function topNames(counts: ReadonlyMap<string, number>): string {
  const sorted = [...counts].sort((a, b) => b[1] - a[1]);
  const shown = sorted.slice(0, mostNames).map(([name, count]) => (count === 1 ? name : `${count} ${name}`));
  const rest = sorted.length - shown.length;
  return rest > 0 ? `${shown.join(', ')} and ${rest} more` : listInWords(shown);
}

function userspaceText(kills: readonly UserspaceGist[]): string {
  const killers = listInWords([...new Set(kills.map(({ killer }) => killer))]);
  const victims = kills.flatMap((kill) => kill.victims);
  const groups = [
    ...new Set(victims.flatMap(({ cgroup }) => (cgroup === null ? [] : workloadInWords(workloadOf(cgroup))))),
  ];
  const pods = [...new Set(victims.flatMap(({ pod }) => pod ?? []))];
  const tasks = namesOf(victims.filter(({ pid, comm }) => pid !== null || comm !== null));
  const names = groups.length > 0 ? groups : pods.length > 0 ? pods.map((pod) => `pod ${pod}`) : tasks ? [tasks] : [];
  return `killed by ${killers}: ${names.length === 0 ? 'something the log does not name' : listInWords(names.slice(0, mostNames))}`;
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
};

function failureText(failures: readonly AllocGist[]): string {
  const [first] = failures;
  if (!first) return '';
  const orders = [...new Set(failures.flatMap(({ order }) => order ?? []))].sort((a, b) => b - a);
  const size = first.sizeBytes === null ? '' : ` of ${bytesInWords(first.sizeBytes)}`;
  const order = orders.length > 0 && first.variant.startsWith('page') ? ` of order ${orders.join(' and ')}` : size;
  const comms = new Map<string, number>();
  for (const { comm } of failures) if (comm !== null) comms.set(comm, 1);
  const by = comms.size === 0 ? '' : ` (${topNames(comms)})`;
  const verb = first.variant === 'page-stall' ? 'stalled' : 'failed';
  const name = variantNames[first.variant];
  return failures.length === 1 ? `${name}${order} ${verb}${by}` : `${failures.length} ${name}s${order} ${verb}${by}`;
}

function hungText(hangs: readonly HungGist[]): string {
  const tasks = new Map(hangs.map(({ pid, comm }) => [`${pid} ${comm}`, comm]));
  const counts = new Map<string, number>();
  for (const comm of tasks.values()) counts.set(comm, (counts.get(comm) ?? 0) + 1);
  const longest = Math.max(...hangs.map(({ blockedSeconds }) => blockedSeconds ?? 0));
  const time = (words: string): string => (longest === 0 ? '' : `${words} more than ${longest} s`);
  const panic = hangs.some((hang) => hang.panic) ? ', then the kernel panicked' : '';
  const [only] = hangs;
  return tasks.size === 1
    ? `task ${only?.comm} (pid ${only?.pid}) hung${time(' for')}${panic}`
    : `${tasks.size} tasks hung (${topNames(counts)})${time(', the longest for')}${panic}`;
}
