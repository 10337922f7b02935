import type { MemcgInfo } from '../../model/records/oom-kill.ts';
import type { Block } from './block.ts';
import { memcgStats } from './memcg-stats.ts';
import { kilobytes } from './numbers.ts';

/** What the memcg block says. */
export interface MemcgRead {
  readonly info: MemcgInfo | null;
  /** `Task in {path} killed`: the victim's group (up to 4.20). */
  readonly taskMemcg: string | null;
  /** The group whose limit was reached, where a line of this block names it. */
  readonly oomMemcg: string | null;
  /** `memcg-limits-missing`, `memcg-stats-missing`: lines that must be there and are not; and those of the stats. */
  readonly problems: readonly string[];
}

/** What is missing where neither stats nor, as in 3.8, Mem-Info come behind the limits. */
export const STATS_MISSING = 'memcg-stats-missing';

/** A memcg block in progress. */
export interface MemcgBlock extends Block<MemcgRead> {
  /** A line that only a memcg OOM prints was seen. */
  begun(): boolean;
  /** Up to 3.8 a Mem-Info dump follows; stats, a swap line, or none that names a group, show a later kernel. */
  mayPrecedeMemInfo(): boolean;
  /** It ends as in 3.8 alone, which prints the kmem line and no stats: Mem-Info must follow, or the stats were lost. */
  endsInKmem(): boolean;
}

/** 64 CPUs charge this much ahead. */
const LEAST_UNEXPLAINED = 16 * 1024 * 1024;

interface Limit {
  usageBytes: number | null;
  limitBytes: number | null;
  unlimited: boolean;
  failcnt: number | null;
}

/** page_counter and res_counter print their maximum in kB: 9007199254740988 with 4 KiB pages, up to 18014398509481983. */
const UNLIMITED_KB = 2n ** 52n;

const LIMIT_LINE = /^(memory|memory\+swap|swap|kmem): usage (\d+)kB, limit (\d+)kB, failcnt (\d+)\s*$/;
const TASK_LINE = /^Task in (.+?) killed(?: as a result of limit of (.+?))?\s*$/s;
const OWNER_LINE = /^(?:as a result of limit of|Memory limit reached of cgroup) (.+?)\s*$/s;

/** True for the lines that stand first in the block: whose limit was reached, or how much was used of it. */
export const beginsMemcgBlock = (text: string): boolean =>
  text.startsWith('Task in ')
    ? TASK_LINE.exec(text)?.[2] !== undefined
    : text.startsWith('memory: ') && LIMIT_LINE.test(text);

/**
 * The block of `mem_cgroup_print_oom_info()` (mm/memcontrol.c): limit lines of cgroup v1 and v2, and the group's stats.
 * ```
 * Task in /docker/91091d53 killed as a result of limit of /docker/91091d53        up to 4.20
 * memory: usage 204800kB, limit 204800kB, failcnt 82
 * memory+swap: usage 204800kB, limit 9007199254740988kB, failcnt 0                v1; `swap:` on v2
 * kmem: usage 800kB, limit 9007199254740988kB, failcnt 0                          v1, 3.8 on
 * Memory cgroup stats for /docker/91091d53: cache:32KB rss:524188KB ...           3.9 to 5.2, then one value a line
 * ```
 */
export function memcgBlock(): MemcgBlock {
  let taskMemcg: string | null = null;
  let oomMemcg: string | null = null;
  const limits = new Map<string, Limit>();
  const stats = memcgStats();

  function limitLine(text: string): boolean {
    const match = LIMIT_LINE.exec(text);
    if (match === null) return false;
    const [, counter = '', usage, limit = '', failcnt] = match;
    if (limits.has(counter)) return true;
    const unlimited = BigInt(limit) >= UNLIMITED_KB;
    limits.set(counter, {
      usageBytes: kilobytes(Number(usage)),
      limitBytes: unlimited ? null : kilobytes(Number(limit)),
      unlimited,
      failcnt: Number.isSafeInteger(Number(failcnt)) ? Number(failcnt) : null,
    });
    return true;
  }

  function ownerLine(text: string): boolean {
    const task = TASK_LINE.exec(text);
    const owner = task?.[2] ?? OWNER_LINE.exec(text)?.[1];
    if (task?.[1] !== undefined) taskMemcg ??= task[1];
    if (owner !== undefined) oomMemcg ??= uncut(owner, taskMemcg);
    return task !== null || owner !== undefined;
  }

  function info(): MemcgInfo | null {
    if (limits.size === 0 && !stats.begun() && oomMemcg === null) return null;
    const { path, amounts } = stats.value();
    const memory = limits.get('memory');
    const swap = limits.get('swap');
    const memsw = limits.get('memory+swap');
    const kmem = limits.get('kmem');
    return {
      path: oomMemcg ?? path,
      usageBytes: memory?.usageBytes ?? null,
      limitBytes: memory?.limitBytes ?? null,
      limitUnlimited: memory?.unlimited ?? false,
      failcnt: memory?.failcnt ?? null,
      swapUsageBytes: swap?.usageBytes ?? null,
      swapLimitBytes: swap?.limitBytes ?? null,
      swapLimitUnlimited: swap?.unlimited ?? false,
      memswUsageBytes: memsw?.usageBytes ?? null,
      memswLimitBytes: memsw?.limitBytes ?? null,
      memswLimitUnlimited: memsw?.unlimited ?? false,
      kmemUsageBytes: kmem?.usageBytes ?? null,
      kmemLimitBytes: kmem?.limitBytes ?? null,
      kmemLimitUnlimited: kmem?.unlimited ?? false,
      stats: isFirstGroupMissing() || isGroupMissing() ? {} : amounts,
    };
  }

  /** Every kernel prints `memory`; v1 `memory+swap` and, from 3.8 on, `kmem`; v2 `swap` from 5.3 on. From 3.9 on stats follow. */
  function problems(): readonly string[] {
    if (info() === null) return [];
    const modern = stats.begun() || limits.has('kmem') || limits.has('swap');
    const v1 = limits.has('memory+swap') && (limits.has('kmem') || !modern);
    const whole = limits.has('memory') && (limits.has('swap') || v1);
    return [
      ...(whole ? [] : ['memcg-limits-missing']),
      ...(modern && (!stats.begun() || isFirstGroupMissing() || isGroupMissing()) ? [STATS_MISSING] : []),
      ...stats.value().problems,
    ];
  }

  /** The first stats are those of the group whose limit was reached; behind it stand its subtree's. */
  function isFirstGroupMissing(): boolean {
    const { path } = stats.value();
    return oomMemcg !== null && path !== null && path !== oomMemcg;
  }

  /** What the groups hold together is what the limit counts, but for the kernel's share and what CPUs have charged ahead. */
  function isGroupMissing(): boolean {
    const { amounts, isSum } = stats.value();
    const used = limits.get('memory')?.usageBytes ?? null;
    const { cache, rss } = amounts;
    if (!isSum || used === null || cache === undefined || rss === undefined) return false;
    const unexplained = used - (limits.get('kmem')?.usageBytes ?? 0) - cache - rss;
    return unexplained > Math.max(LEAST_UNEXPLAINED, used / 4);
  }

  return {
    begun() {
      return limits.size > 0 || taskMemcg !== null || oomMemcg !== null || stats.begun();
    },
    mayPrecedeMemInfo() {
      return (taskMemcg !== null || oomMemcg !== null) && !limits.has('swap') && !stats.begun();
    },
    endsInKmem() {
      return limits.has('kmem') && !stats.begun();
    },
    feed(raw) {
      if (stats.feed(raw)) return true;
      const text = raw.trimStart();
      switch (text.charCodeAt(0)) {
        case 109: // memory
        case 115: // swap
        case 107: // kmem
          return limitLine(text);
        case 77: // Memory limit reached
          return text.startsWith('Memory cgroup min protection ') || ownerLine(text);
        case 84: // Task in
        case 97: // as a result
          return ownerLine(text);
        default:
          return false;
      }
    },
    value: () => ({ info: info(), taskMemcg, oomMemcg, problems: problems() }),
  };
}

/**
 * A pager cuts lines at the screen's edge. The limit is that of the task's group or of one above it: a piece of the last name
 * in the task's path can only be the whole path.
 */
function uncut(owner: string, task: string | null): string {
  return task?.startsWith(owner) && owner.length > task.lastIndexOf('/') + 1 ? task : owner;
}
