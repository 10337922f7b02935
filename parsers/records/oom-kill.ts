import type { OomKill } from '../model/records/oom-kill.ts';
import type { Extractor } from './extractor.ts';
import { openOomDraft } from './oom-kill/draft.ts';
import { OPENERS } from './oom-kill/lines.ts';

export { withPageSize } from './oom-kill/task-rows.ts';

/**
 * A run of the kernel's OOM killer (mm/oom_kill.c, 2.6.18 to 7.3): header, stack, Mem-Info or memcg block, task table,
 * decision, kill lines, and what follows them (group kill, reaper, panic).
 * ```
 * java invoked oom-killer: gfp_mask=0x140dca(GFP_HIGHUSER_MOVABLE|__GFP_COMP|__GFP_ZERO), order=0, oom_score_adj=0
 * ...
 * oom-kill:constraint=CONSTRAINT_NONE,nodemask=(null),cpuset=/,mems_allowed=0,global_oom,task_memcg=/,task=java,pid=132,uid=0
 * Out of memory: Killed process 132 (java) total-vm:245300kB, anon-rss:241856kB, file-rss:4kB, shmem-rss:712kB, UID:0 ...
 * ```
 */
export const oomKill: Extractor<OomKill> = {
  kind: 'oom-kill',
  openers: OPENERS,
  writers: 'kernel',
  open: openOomDraft,
};
