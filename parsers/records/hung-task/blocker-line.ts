import type { Blocker } from '../../model/records/hung-task.ts';

/** What `debug_show_blocker()` says (kernel/hung_task.c, 6.15 and later): who waits, and for whom where that is known. */
export interface BlockerLine {
  readonly comm: string;
  readonly pid: number;
  readonly blocker: Blocker | null;
}

const MUTEX = /^INFO: task (.{1,64}):(\d{1,10}) is blocked on a mutex likely owned by task (.{1,64}):(\d{1,10})\.$/;
const SEMAPHORE =
  /^INFO: task (.{1,64}):(\d{1,10}) blocked on a semaphore likely last held by task (.{1,64}):(\d{1,10})\.?$/;
const RW_SEMAPHORE =
  /^INFO: task (.{1,64}):(\d{1,10}) <(?:reader|writer)> blocked on an rw-semaphore likely owned by task (.{1,64}):(\d{1,10}) <(?:reader|writer)>\.?$/;
const UNKNOWN =
  /^INFO: task (.{1,64}):(\d{1,10}) is blocked on an? (?:mutex|semaphore|rw-semaphore), but the (?:owner|last holder) is not found\.$/;

/**
 * ```
 * INFO: task cat:5012 is blocked on a mutex likely owned by task sh:4990.
 * INFO: task cat:5012 blocked on a semaphore likely last held by task sh:4990
 * INFO: task cat:5012 <reader> blocked on an rw-semaphore likely owned by task sh:4990 <writer>
 * INFO: task cat:5012 is blocked on a mutex, but the owner is not found.
 * ```
 */
export function parseBlockerLine(text: string): BlockerLine | null {
  if (!text.startsWith('INFO: task ')) return null;
  const forms = [
    ['mutex', MUTEX],
    ['semaphore', SEMAPHORE],
    ['rw-semaphore', RW_SEMAPHORE],
  ] as const;
  for (const [lock, form] of forms) {
    const match = form.exec(text);
    if (!match) continue;
    const [, comm = '', pid, holder = '', holderPid] = match;
    return { comm, pid: Number(pid), blocker: { comm: holder, pid: Number(holderPid), lock } };
  }
  const match = UNKNOWN.exec(text);
  return match ? { comm: match[1] ?? '', pid: Number(match[2]), blocker: null } : null;
}
