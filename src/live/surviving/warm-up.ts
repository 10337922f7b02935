import { adaptiveReader } from '../../../parsers/framings/adaptive-reader.ts';
import { kmsg } from '../../../parsers/framings/kmsg.ts';
import { createLineTaker } from '../following/entry-lines.ts';
import { createLogStream } from '../following/log-stream.ts';
import { startOfSource } from '../following/position.ts';

/** A report as kernels since 5.0 print it, short. */
const report = [
  'worker invoked oom-killer: gfp_mask=0xcc0(GFP_KERNEL), order=0, oom_score_adj=0',
  'CPU: 0 PID: 7 Comm: worker Not tainted 6.1.0 #1',
  'Call Trace:',
  ' dump_header+0x4a/0x1fb',
  ' oom_kill_process.cold+0xb/0x10',
  'memory: usage 24576kB, limit 24576kB, failcnt 12',
  'swap: usage 0kB, limit 9007199254740988kB, failcnt 0',
  'Memory cgroup stats for /a:',
  'anon 24117248',
  'Tasks state (memory values in pages):',
  '[  pid  ]   uid  tgid total_vm      rss pgtables_bytes swapents oom_score_adj name',
  '[      7]     0     7    10000     6000    81920        0             0 worker',
  'oom-kill:constraint=CONSTRAINT_MEMCG,nodemask=(null),cpuset=/,mems_allowed=0,oom_memcg=/a,task_memcg=/a,task=worker,pid=7,uid=0',
  'Memory cgroup out of memory: Killed process 7 (worker) total-vm:40000kB, anon-rss:23000kB, file-rss:1000kB, shmem-rss:0kB, UID:0 pgtables:80kB oom_score_adj:0',
  'oom_reaper: reaped process 7 (worker), now anon-rss:0kB, file-rss:0kB, shmem-rss:0kB',
];

/**
 * Reads a kill that never was, for nobody: the first real one must not wait until this code has been compiled, on a machine that
 * is short of memory and of processor time.
 * @returns how many records it came to
 */
export function warmUp(): number {
  const stream = createLogStream({
    settle: () => ({ us: 0, basis: 'inferred' }),
    pageSizeBytes: 4096,
    resumeFrom: null,
  });
  const lines = createLineTaker('', stream, (entry) => entry, adaptiveReader(kmsg));
  for (const [number, text] of report.entries())
    lines.take(`4,${number},${number},-;${text}`, { offset: number, line: number + 1, cut: false });
  const { records } = stream.take({ ...startOfSource, offset: report.length });
  JSON.stringify(records);
  return records.length;
}
