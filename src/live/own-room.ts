import { readFileSync } from 'node:fs';

/**
 * How much memory the cgroup that we are in can still take before something in it is killed: its limit less what is used and
 * cannot be reclaimed. Null where it has no limit, or cannot be seen.
 */
export function createOwnRoom(proc = '/proc', mount = '/sys/fs/cgroup'): () => number | null {
  const folder = ownFolder(proc, mount);
  if (folder === null) return () => null;
  const v2 = folder.startsWith(`${mount}/memory/`) === false;
  const names = v2
    ? { usage: 'memory.current', limit: 'memory.max', files: ['inactive_file', 'active_file'] }
    : {
        usage: 'memory.usage_in_bytes',
        limit: 'memory.limit_in_bytes',
        files: ['total_inactive_file', 'total_active_file'],
      };
  return () => {
    try {
      const limit = Number(readFileSync(`${folder}/${names.limit}`, 'latin1'));
      // "max", or the largest page-aligned number of v1.
      if (!Number.isFinite(limit) || limit > 2 ** 53) return null;
      const usage = Number(readFileSync(`${folder}/${names.usage}`, 'latin1'));
      const stat = readFileSync(`${folder}/memory.stat`, 'latin1');
      const cache = names.files.reduce(
        (sum, key) => sum + Number(new RegExp(`^${key} (\\d+)$`, 'm').exec(stat)?.[1] ?? 0),
        0,
      );
      return limit - usage + cache;
    } catch {
      return null;
    }
  };
}

function ownFolder(proc: string, mount: string): string | null {
  try {
    const text = readFileSync(`${proc}/self/cgroup`, 'latin1');
    const v1 = /^\d+:(?:[^:\n]*,)?memory(?:,[^:\n]*)?:(.*)$/m.exec(text)?.[1];
    if (v1 !== undefined) return `${mount}/memory${v1}`;
    const v2 = /^0::(.*)$/m.exec(text)?.[1];
    return v2 === undefined ? null : `${mount}${v2}`;
  } catch {
    return null;
  }
}
