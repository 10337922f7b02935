import { readFileSync, writeFileSync } from 'node:fs';
import { setFlagsFromString } from 'node:v8';
import { ownLimitBytes } from './own-room.ts';

/** Below -500 the kernel would rather kill almost anything; -1000 would make this process immortal, and it may be the leak. */
export const defaultScore = -500;

/**
 * Makes the kernel choose somebody else when memory runs out.
 * @returns why that was not possible, in words; null where it was
 */
export function protectSelf(score: number): string | null {
  try {
    writeFileSync('/proc/self/oom_score_adj', String(score));
    return null;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return 'this system has no oom_score_adj';
    return 'no permission (needs CAP_SYS_RESOURCE, or OOMScoreAdjust= in the systemd unit)';
  }
}

/** Where our own cgroup may hold no more than this, memory is dearer than processor time. */
const smallCgroupBytes = 256 * 1024 * 1024;

/**
 * Keeps the heap small from the start: the young generation would grow to many times what this process needs, and whatever it
 * holds it has taken from a machine that is short of memory. In a small cgroup code is not optimised either: that takes 12 MB,
 * and a flood of lines then costs three times the processor time.
 */
export function staySmall(): void {
  setFlagsFromString('--semi-space-growth-factor=1');
  const limit = ownLimitBytes();
  if (limit === null || limit > smallCgroupBytes) return;
  setFlagsFromString('--no-opt');
  setFlagsFromString('--no-maglev');
}

/** A child inherits the protection, which it has not earned: a hook that leaks must be the victim, not the rest of the machine. */
export function disown(pid: number | undefined): void {
  if (pid === undefined) return;
  try {
    if (Number(readFileSync('/proc/self/oom_score_adj', 'latin1')) < 0)
      writeFileSync(`/proc/${pid}/oom_score_adj`, '0');
  } catch {
    // It has ended already, or the system has no such thing.
  }
}
