import { gfpFlags } from '../blocks/gfp-flags.ts';
import { kilobytes } from '../blocks/numbers.ts';
import type { OomHeader } from './header.ts';
import { type KillLine, killMessage } from './kill-line.ts';

const OPENVZ =
  /^(?:(Out of memory(?: in (?:mem cgroup inside )?UB(?: \d{1,10})?)?): )?OOM killed process (\d{1,10}) \((.*)\)(?: score (-?\d{1,10}))? vm:(\d{1,15})kB, rss:(\d{1,15})kB, swap:(\d{1,15})kB\s*$/s;

/**
 * The kill line of OpenVZ and Virtuozzo kernels up to 2.6.32-042stab (mm/oom_kill.c), where a container has a limit of its
 * own, its beancounter (UB):
 * ```
 * Out of memory in UB 1234: OOM killed process 21738 (php-cgi) score 0 vm:281988kB, rss:17004kB, swap:0kB
 * OOM killed process 21738 (php-cgi) vm:281988kB, rss:17004kB, swap:0kB                    older; another line announces it
 * OOM killed process php-cgi (pid=21738, ve=1234) exited, free=4711.                       no kill: its end
 * ```
 * It does not say how much of the RSS is anonymous.
 */
export function parseOpenvzKill(text: string): KillLine | null {
  const match = OPENVZ.exec(text);
  if (match === null) return null;
  const [, message, pid, comm = '', score, totalVm] = match;
  return {
    message: message === undefined ? null : killMessage(message),
    pid: Number(pid),
    comm,
    uid: null,
    totalVmBytes: kilobytes(Number(totalVm)),
    anonRssBytes: null,
    fileRssBytes: null,
    shmemRssBytes: null,
    pgtablesBytes: null,
    oomScoreAdj: null,
    score: score === undefined ? null : Number(score),
    cut: false,
  };
}

const INVOKED =
  /^(\d{1,10}) \((.{1,64})\) invoked (?:[A-Za-z]{2,8} oom-killer: gfp (0x[0-9a-f]{1,16}) order (\d{1,3}) oomkilladj=-?\d{1,3}|oom-killer in ub (-?\d{1,10}) generation \d{1,10} gfp (0x[0-9a-f]{1,16}))\s*$/s;

/**
 * The header of the same kernels (mm/oom_kill.c, later kernel/bc/oom_kill.c):
 * ```
 * 4711 (php-cgi) invoked loc oom-killer: gfp 0x200d2 order 0 oomkilladj=0       `glob`: the node ran out, `PF`: a page fault
 * 4711 (php-cgi) invoked oom-killer in ub 1234 generation 2 gfp 0x280da         ub -1: the node ran out
 * ```
 * At the limit of a container neither stack nor Mem-Info follows, and the request is of one page.
 */
export function parseOpenvzHeader(text: string): OomHeader | null {
  const match = INVOKED.exec(text);
  if (match === null) return null;
  const [, pid, comm = '', oldMask, order, ub, newMask] = match;
  const gfpMask = oldMask ?? newMask ?? '';
  const isOfNode = ub === undefined ? / invoked (?:glob|PF) oom-killer/.test(text) : ub === '-1';
  return {
    comm,
    gfpMask,
    gfpFlags: gfpFlags(gfpMask, null),
    order: order === undefined ? (isOfNode ? null : 0) : Number(order),
    oomScoreAdj: null,
    nodemask: null,
    oomAdj: null,
    namedFlags: false,
    openvz: { pid: Number(pid), dumpsMemory: isOfNode },
  };
}
