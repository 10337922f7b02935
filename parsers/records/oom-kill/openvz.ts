import { kilobytes } from '../blocks/numbers.ts';
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
