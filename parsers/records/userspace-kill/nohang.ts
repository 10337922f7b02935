import type { LogEntry } from '../../model/entry.ts';
import type { UserspaceKill } from '../../model/records/userspace-kill.ts';
import { draftOf } from '../blocks/draft-of.ts';
import { mayBeOneOf } from '../blocks/writer.ts';
import type { Claim, Draft } from '../extractor.ts';
import { amount, integer, type Killer, killBy, percent, victim } from './killer.ts';

const STARTING = /^>>=== STARTING implement_corrective_action\(\) ====>>/;
const STATUS = 'Memory status that requires corrective actions';
const FINISHING = /^(?:<<=== FINISHING implement_corrective_action\(\)|<{40,}$)/;

/** The table of processes is the longest part of a block. */
const MAX_LINES = 1000;

const MEM_AVAILABLE = /^MemAvailable \[\d+ MiB, (\d+(?:\.\d+)?) %\] <=? /;
const SWAP_FREE = /^SwapFree \[\d+ MiB, (\d+(?:\.\d+)?) %\] <=? /;
const PRESSURE = /^PSI avg (?:value )?\((\d+(?:\.\d+)?)\) >=? \w+ \((\d+(?:\.\d+)?)\)/;
const CAUSE = /^(?:MemAvailable|SwapFree|MemUsedZram|PSI avg) .*[<>]=? /;

const VICTIM = /^(?:Pid|PID): +(\d+), (?:[Nn]ame|Badness|badness): (.*)$/;
const NAME = /^(.*?), (?:[Pp]pid|PPID|[Ss]tate|badness|EUID|e?UID|oom_score):? /;
const CACHED = /^New victim is cached victim (\d+) \((.*)\)$/;
const EUID = /\bEUID: (\d+)/;
const SCORE = /^(?:badness: +-?\d+, +)?oom_score: +(-?\d+), +oom_score_adj: +(-?\d+)/;
const RSS = /\b(?:Vm)?RSS: +(\d+)\b/;
const CGROUP = /^cgroup_v2: +(\/.*)$/;

const SENDING = /^Send(?:ing)? (SIG[A-Z]+) to the victim/;
const COMMAND = /^(?:Executing|Run) the command: (.+)$/;

/**
 * nohang (src/nohang, `implement_corrective_action`), 2019 to 2023. Memory is printed in MiB.
 * ```
 * >>=== STARTING implement_corrective_action() ====>>
 * Memory status that requires corrective actions:
 *   MemAvailable [383 MiB, 5.0 %] <= soft_threshold_min_mem [384 MiB, 5.0 %]
 *   SwapFree [104 MiB, 5.1 %] <= soft_threshold_min_swap [205 MiB, 10.0 %]
 * Victim status (found in 1ms):
 *   PID:       903309, name: mysqld, state: S (sleeping), EUID: 27, SID: 903309 (mysqld), lifetime: 2 days
 *   badness:   849, oom_score:  849, oom_score_adj:  0
 *   Vm, MiB:   Size: 9000, RSS: 5000 (Anon: 4990, File: 10, Shmem: 0), Swap: 900
 * Implementing a corrective action:
 *   Sending SIGTERM to the victim
 * <<=== FINISHING implement_corrective_action() ===<<
 * ```
 * A block without a signal or command (thresholds no longer exceeded, badness too small) is no record.
 */
export const nohang: Killer = {
  name: 'nohang',
  openers: [
    'STARTING implement_corrective_action', // the block's frame since 2020
    'that requires corrective actions', // its first line before that, and where the frame was cut off
  ],
  open(entry) {
    if (!mayBeOneOf(entry, ['nohang', 'nohang-desktop'])) return null;
    const text = entry.text.trim();
    return STARTING.test(text) || text.startsWith(STATUS) ? draft(text) : null;
  },
};

function draft(opener: string): Draft<UserspaceKill> {
  let found = victim({});
  let causes: string[] = [];
  let lines = 1;
  let acted = false;
  let over = false;
  let memAvailablePercent: number | null = null;
  let swapFreePercent: number | null = null;
  let pressurePercent: number | null = null;
  let pressureLimitPercent: number | null = null;

  function cause(text: string): void {
    if (text.startsWith(STATUS)) causes = [];
    else if (CAUSE.test(text) && causes.length < 8) causes.push(text);
    memAvailablePercent = percent(MEM_AVAILABLE.exec(text)?.[1]) ?? memAvailablePercent;
    swapFreePercent = percent(SWAP_FREE.exec(text)?.[1]) ?? swapFreePercent;
    const pressure = PRESSURE.exec(text);
    pressurePercent = percent(pressure?.[1]) ?? pressurePercent;
    pressureLimitPercent = percent(pressure?.[2]) ?? pressureLimitPercent;
  }

  function who(text: string): void {
    const line = VICTIM.exec(text);
    const cached = CACHED.exec(text);
    if (line) {
      const rest = line[2] ?? '';
      const pid = integer(line[1]);
      if (pid !== found.pid) found = victim({ pid });
      found = { ...found, comm: NAME.exec(rest)?.[1] ?? found.comm, uid: integer(EUID.exec(rest)?.[1]) ?? found.uid };
    } else if (cached) found = victim({ pid: integer(cached[1]), comm: cached[2] ?? null });
    const score = SCORE.exec(text);
    if (score) found = { ...found, oomScore: integer(score[1]), oomScoreAdj: integer(score[2]) };
    if (text.startsWith('Vm, MiB:')) found = { ...found, rssBytes: amount(RSS.exec(text)?.[1], 'MiB') };
    const cgroup = CGROUP.exec(text);
    if (cgroup) found = { ...found, cgroup: cgroup[1] ?? null };
  }

  function read(text: string): Claim {
    lines += 1;
    if (over || lines > MAX_LINES || STARTING.test(text) || (acted && text.startsWith(STATUS))) return 'end';
    if (FINISHING.test(text)) over = true;
    else if (!acted) {
      cause(text);
      who(text);
      const signal = SENDING.exec(text)?.[1] ?? null;
      if (signal !== null || COMMAND.test(text)) {
        acted = true;
        found = { ...found, signal };
        if (signal === null) causes.push(text);
      }
    }
    return 'mine';
  }

  cause(opener);
  return draftOf({
    isSettled: () => acted,
    feed: (entry: LogEntry) => read(entry.text.trim()),
    close(reason) {
      if (!acted && (over || reason !== 'cut')) return null;
      const problems = acted ? [] : ['kill-line-missing'];
      if (found.pid === null) problems.push('victim-missing');
      return killBy('nohang', {
        complete: problems.length === 0,
        problems,
        victims: found.pid === null ? [] : [found],
        reason: causes.length > 0 ? causes.join('; ') : null,
        memAvailablePercent,
        swapFreePercent,
        pressurePercent,
        pressureLimitPercent,
      });
    },
  });
}
