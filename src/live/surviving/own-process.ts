import { readFileSync, realpathSync, writeFileSync } from 'node:fs';
import { basename } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { isMainThread } from 'node:worker_threads';
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
 * holds it has taken from a machine that is short of memory. Code is compiled by the cheaper of V8's two optimising compilers
 * only: the other one takes 7 MB for 10 % less work in a flood of lines. In a small cgroup by neither: that saves 5 MB more, and a
 * flood then costs three times the processor time.
 */
export function staySmall(): void {
  beginWithOneArena();
  setFlagsFromString('--semi-space-growth-factor=1');
  // Else the old one is let grow by 8 MB of garbage, in each thread, before it is cleaned: half an hour of slow growth.
  setFlagsFromString('--optimize-for-size');
  setFlagsFromString('--heap-growing-percent=25');
  setFlagsFromString('--no-opt');
  const limit = ownLimitBytes();
  if (limit !== null && limit <= smallCgroupBytes) setFlagsFromString('--no-maglev');
}

/**
 * glibc gives each thread an arena of its own, from which what was freed is hardly ever given back: of 20 MB that they came to, one
 * for all threads saves 10. It reads how many there may be once, before anything of ours runs: so the program takes its own place,
 * in the same process, once. Nothing was opened by then. Where that cannot be done, all goes on as it is.
 */
function beginWithOneArena(): void {
  const { env, argv, execArgv, execPath } = process;
  if (env.MALLOC_ARENA_MAX !== undefined) {
    // Hooks have no part in it.
    if (env.MALLOC_ARENA_MAX === '1') delete env.MALLOC_ARENA_MAX;
    return;
  }
  const [, script] = argv;
  if (!isMainThread || script === undefined || typeof process.execve !== 'function') return;
  const warn = process.emitWarning;
  try {
    if (basename(realpathSync(script)) !== ownScript) return;
    // It is called experimental, which is no news for whoever reads our standard error.
    process.emitWarning = () => {};
    process.execve(execPath, [execPath, ...execArgv, ...argv.slice(1)], { ...env, MALLOC_ARENA_MAX: '1' });
  } catch {
    // Not on this system.
  } finally {
    process.emitWarning = warn;
  }
}

const ownScript = 'oomtrail.js';

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
