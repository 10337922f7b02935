import { oneLine } from '../blocks/one-line.ts';
import { amount, integer, type Killer, killBy, victim } from './killer.ts';

const KILL =
  /^(?:(?:lowmemorykiller|lmkd)(?: *\(? *\d+\))?: )?(?:Kill|Reclaim) '(.*)' \((\d+)\), uid (\d+), (oom_score_adj|oom_adj) (-?\d+)(?:, state -?\d+)? to free (\d+)k[bB](?: rss)?(?:, \d+k[bB] [a-z_ ]{1,24}){0,8}(?:; reason: (.*))?$/;

/**
 * Android's lmkd (system/memory/lmkd/lmkd.cpp), log tag `lowmemorykiller`:
 * ```
 * Kill 'com.example.app' (9012), uid 10123, oom_score_adj 900 to free 65536kB rss, 2048kB swap; reason: min watermark is breached even after kill
 * Kill 'com.example.app' (9012), uid 10123, oom_score_adj 0 to free 4kB rss, 3kB anon rss, 2kB swap, 0kB dmabuf_pss; reason: ...
 * Kill 'com.example.app' (9012), uid 10123, oom_adj 900 to free 65536kB
 * Reclaim 'com.example.app' (9012), uid 10123, oom_score_adj 975, state 19 to free 19252kB rss, 52772kB swap; reason: ...
 * ```
 * `Reclaim` is what Samsung's says of a process that ActivityManager reports dead in the same millisecond.
 * The adj that old versions call oom_adj is on the scale of oom_score_adj since Android 4.
 */
export const lmkd: Killer = {
  name: 'lmkd',
  openers: ["Kill '", "Reclaim '"],
  open(entry) {
    if (entry.writer === 'kernel') return null;
    const match = KILL.exec(entry.text.trimEnd());
    if (!match) return null;
    const [, comm, pid, uid, scale, adj, rss, reason] = match;
    return oneLine(
      killBy('lmkd', {
        victims: [
          victim({
            pid: integer(pid),
            comm: comm ?? null,
            uid: integer(uid),
            signal: 'SIGKILL',
            rssBytes: amount(rss, 'kB'),
            oomScoreAdj: scale === 'oom_score_adj' ? integer(adj) : null,
          }),
        ],
        reason: reason ?? null,
      }),
    );
  },
};
