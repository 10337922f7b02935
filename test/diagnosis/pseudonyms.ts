import type { Run } from '../../bench/diagnosis/runs.ts';

/**
 * A run in which every process, host, path and cgroup has another name, the same one everywhere. Numbers at the end of a
 * name stay: workers are told from programs by them. Numbers, times and what kernel functions are called stay too.
 */
export function renamed(run: Run, seed: number): { readonly run: Run; readonly nameOf: (name: string) => string } {
  const names = new Map<string, string>();
  const nameOf = (name: string): string => {
    const [, stem = '', tail = ''] = /^(.*?)([-_/:#.]?\d+)?$/.exec(name) ?? [];
    const known = names.get(stem);
    const made = known ?? `n${seed}x${letters(names.size + seed * 7919)}`;
    names.set(stem, made);
    return `${made}${tail}`.slice(0, 15);
  };
  const pathOf = (path: string): string => path.replace(/[^/]+/g, (part) => (/^\d+$/.test(part) ? part : nameOf(part)));
  const walk = (value: unknown, key: string): unknown => {
    if (typeof value === 'string') {
      if (comms.has(key)) return nameOf(value);
      if (paths.has(key)) return pathOf(value);
      return hosts.has(key) ? nameOf(value) : value;
    }
    if (Array.isArray(value)) return value.map((one) => walk(one, key));
    if (value === null || typeof value !== 'object') return value;
    return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, walk(inner, name)]));
  };
  const { truth, incident, records, history } = run;
  return {
    run: { truth, ...(walk({ incident, records, history }, '') as Pick<Run, 'incident' | 'records' | 'history'>) },
    nameOf,
  };
}

const comms = new Set(['comm']);
const hosts = new Set(['host', 'unit', 'pod', 'container', 'slice', 'podUid', 'containerId']);
const paths = new Set(['path', 'cgroup', 'taskMemcg', 'oomMemcg', 'cpuset', 'sampler']);

/** A number in letters: names must not end in digits of ours. */
function letters(value: number): string {
  let rest = value;
  let made = '';
  do {
    made += 'bcdfghjklmnpqrstvwxz'[rest % 20];
    rest = Math.floor(rest / 20);
  } while (rest > 0);
  return made;
}
