import type { LogEntry } from '../model/entry.ts';
import type { ForkRefused } from '../model/records/fork-refused.ts';
import { oneLine, WHOLE } from './blocks/one-line.ts';
import { mayBeKernel, mayBeProgram } from './blocks/writer.ts';
import type { Draft, Extractor } from './extractor.ts';

const PIDS_CONTROLLER = 'cgroup: fork rejected by pids controller in';

const FORK = /\bv?fork(?:\(\)|\b)/;
/** strerror() of glibc, musl (`Out of memory`) and Go; bash 3 and 4 print ECHILD where the retried fork met EAGAIN. */
const ENOMEM = /[Cc]annot allocate memory|fork: Out of memory/;
const EAGAIN = /[Rr]esource temporarily unavailable|retry: No child processes/;
/** Cause and "fork" further apart than this belong to different statements. */
const MAX_DISTANCE = 120;

const PROGRAM = /^-?(?:[\w.+-]*\/)*([\w.+-]{1,64}): /;

/**
 * `cgroup: fork rejected by pids controller in {path}` (kernel/cgroup/pids.c, 4.9 and later, once a cgroup), and programs
 * whose fork failed:
 * ```
 * -bash: fork: retry: Resource temporarily unavailable
 * sh: can't fork: Out of memory
 * LOG:  could not fork new process for connection: Cannot allocate memory
 * fork/exec /usr/bin/runc: resource temporarily unavailable
 * (12)Cannot allocate memory: AH00159: fork: Unable to fork new process
 * ```
 */
export const forkRefused: Extractor<ForkRefused> = {
  kind: 'fork-refused',
  openers: [
    'fork rejected by pids controller',
    'annot allocate memory', // ENOMEM of every C library, and of Go in lower case
    'fork: Out of memory', // ENOMEM of musl, in Alpine's shell
    // EAGAIN by itself is everyday noise of sockets, so each needle holds the fork.
    'fork: retry: ', // bash
    'fork: Resource temporarily', // bash without retry, sshd, systemd
    'fork failed: ', // zsh
    'fork() failed', // nginx, php-fpm
    'could not fork ', // PostgreSQL
    'fork/exec /', // Go
    'Unable to fork', // Apache
  ],
  writers: 'any',
  open(entry) {
    return mayBeKernel(entry) && entry.text.startsWith(PIDS_CONTROLLER) ? byPidsController(entry) : byProgram(entry);
  },
};

function byPidsController(entry: LogEntry): Draft<ForkRefused> {
  const path = entry.text.slice(PIDS_CONTROLLER.length).trim();
  const base = { kind: 'fork-refused', error: 'EAGAIN', comm: null, pid: null } as const;
  // The path is a printk continuation of its own, which another CPU's line may have torn off.
  return path === ''
    ? oneLine({ ...base, ...WHOLE, complete: false, problems: ['cgroup-missing'], cgroup: null })
    : oneLine({ ...base, ...WHOLE, cgroup: path });
}

function byProgram(entry: LogEntry): Draft<ForkRefused> | null {
  if (!mayBeProgram(entry)) return null;
  const fork = FORK.exec(entry.text);
  if (!fork) return null;
  const enomem = ENOMEM.exec(entry.text);
  const refusal = enomem ?? EAGAIN.exec(entry.text);
  if (!refusal || Math.abs(refusal.index - fork.index) > MAX_DISTANCE) return null;
  return oneLine({
    kind: 'fork-refused',
    ...WHOLE,
    cgroup: null,
    error: enomem ? 'ENOMEM' : 'EAGAIN',
    comm: entry.tag ?? PROGRAM.exec(entry.text)?.[1] ?? null,
    pid: entry.pid,
  });
}
