/** A file of the memory controller as a label or a path names it. */
export interface CgroupFile {
  /** Path of the cgroup below the mount, `/` for the root; null where only the file's name is given. */
  readonly cgroup: string | null;
  /** `memory.current`, `memory.stat`, `memory.pressure`, ... */
  readonly file: string;
}

/**
 * The cgroup and file behind `==> NAME <==`, a command, or a captured file's own path:
 * `/sys/fs/cgroup/system.slice/x.service/memory.stat`, `/sys/fs/cgroup/memory/docker/abc/memory.usage_in_bytes`.
 * Null where no file of the memory controller is named.
 */
export function cgroupFile(name: string): CgroupFile | null {
  const match = /(?:^|[\s/])((?:memory|io|cpu)\.[a-z_]+(?:\.[a-z_]+)*)(?:[-.\w]*\.(?:txt|log|out))?$/.exec(name);
  if (!match?.[1]) return null;
  const file = match[1].replace(/\.(?:txt|log|out)$/, '');
  const mounted = /\/sys\/fs\/cgroup(?:\/(?:memory|unified)(?=\/))?(\/.*)?\/[^/]+$/.exec(name);
  if (!mounted) return { cgroup: null, file };
  return { cgroup: mounted[1] ?? '/', file };
}

/** Files that hold one number, or `max`. */
export const valueFiles: Readonly<Record<string, string>> = {
  'memory.current': 'cgroupUsageBytes',
  'memory.usage_in_bytes': 'cgroupUsageBytes',
  'memory.max': 'cgroupLimitBytes',
  'memory.limit_in_bytes': 'cgroupLimitBytes',
  'memory.high': 'cgroupHighBytes',
  'memory.soft_limit_in_bytes': 'cgroupSoftLimitBytes',
  'memory.peak': 'cgroupPeakBytes',
  'memory.max_usage_in_bytes': 'cgroupPeakBytes',
  'memory.swap.current': 'cgroupSwapBytes',
  'memory.swap.max': 'cgroupSwapLimitBytes',
  'memory.memsw.usage_in_bytes': 'cgroupMemswUsageBytes',
  'memory.memsw.limit_in_bytes': 'cgroupMemswLimitBytes',
  'memory.kmem.usage_in_bytes': 'cgroupKernelBytes',
  'memory.failcnt': 'cgroupMaxTotal',
};

/** True where a bare number below this label or in this file is a size and not a time. */
export function namesValueFile(name: string): boolean {
  const named = cgroupFile(name);
  return named !== null && Object.hasOwn(valueFiles, named.file);
}
