import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const attacks = [
  '<script>window.pwned=1</script>',
  '"><img src=x onerror=window.pwned=1>',
  "'><svg/onload=window.pwned=1>",
  '</pre></script><b>',
  '`</style><style>*{}',
  '\u001b]0;x\u0007\u001b[31m',
  '\u202etxt.exe\u2066',
  '|a|```b',
];

/** A kern.log whose programs, groups and host are named by somebody who wants the reader harmed. */
export function hostileLog(): string {
  const lines: string[] = [];
  const say = (text: string): void => {
    lines.push(
      `2026-03-01T10:00:00.${String(100000 + lines.length)}+00:00 host<script>1</script> kernel: [  100.${String(100000 + lines.length)}] ${text}`,
    );
  };
  attacks.forEach((attack, index) => {
    const comm = attack.slice(0, 15);
    const cgroup = `/system.slice/${attack}.service`;
    say(`${comm} invoked oom-killer: gfp_mask=0xcc0(GFP_KERNEL), order=0, oom_score_adj=0`);
    say(`CPU: 0 PID: ${100 + index} Comm: ${comm} Not tainted 6.1.0 #1`);
    say('memory: usage 49152kB, limit 49152kB, failcnt 18');
    say('swap: usage 0kB, limit 0kB, failcnt 0');
    say(`Memory cgroup stats for ${cgroup}:`);
    say('anon 50163712');
    say('Tasks state (memory values in pages):');
    say('[  pid  ]   uid  tgid total_vm      rss pgtables_bytes swapents oom_score_adj name');
    say(`[    ${100 + index}]     0   ${100 + index}    13131    12441   139264        0             0 ${comm}`);
    say(
      `oom-kill:constraint=CONSTRAINT_MEMCG,nodemask=(null),cpuset=/,mems_allowed=0,oom_memcg=${cgroup},task_memcg=${cgroup},task=${comm},pid=${100 + index},uid=0`,
    );
    say(
      `Memory cgroup out of memory: Killed process ${100 + index} (${comm}) total-vm:52524kB, anon-rss:48984kB, file-rss:776kB, shmem-rss:0kB, UID:0 pgtables:136kB oom_score_adj:0`,
    );
  });
  // A name as long as a file: a reader must neither hang nor hold it many times over.
  const long = '<b>"\u202e'.repeat(200_000);
  say(`${long} invoked oom-killer: gfp_mask=0xcc0(GFP_KERNEL), order=0, oom_score_adj=0`);
  say(`Out of memory: Killed process 999 (${long}) total-vm:52524kB, anon-rss:48984kB, file-rss:776kB, shmem-rss:0kB`);
  return `${lines.join('\n')}\n`;
}

/** Runs something on a folder that holds the hostile log, under a hostile name, and removes it. */
export async function withHostileLog<Result>(use: (folder: string) => Promise<Result>): Promise<Result> {
  const folder = mkdtempSync(join(tmpdir(), 'oomtrail-<i>-'));
  try {
    writeFileSync(join(folder, '"><script>window.pwned=2<|script>.log'), hostileLog());
    return await use(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
