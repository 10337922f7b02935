import type { LogEntry } from '../../model/entry.ts';
import type { UserspaceKill, UserspaceVictim } from '../../model/records/userspace-kill.ts';
import { draftOf } from '../blocks/draft-of.ts';
import { oneLine } from '../blocks/one-line.ts';
import { mayBeKernel } from '../blocks/writer.ts';
import type { Claim, Draft } from '../extractor.ts';
import { amount, integer, type Killer, killBy, victim } from './killer.ts';

const SEND_SIGKILL =
  /^(?:lowmemorykiller: )?(send sigkill to (\d+) \((.*)\), (?:oom_)?adj -?\d+, (?:score_adj (-?\d+), )?size \d+)$/;
const KILLING = /^(?:lowmemorykiller: )?Killing '(.*)' \((\d+)\)(?: \(tgid \d+\))?, adj (-?\d+),?$/;
const TO_FREE = /^(?:lowmemorykiller: )? *to free (\d+)kB on behalf of '.*' \(\d+\)(?: because)?$/;
const DETAIL =
  /^(?:lowmemorykiller: )? *(?:cache -?\d+kB is below limit |Free memory is |Free CMA is |Total (?:reserve|free pages|file cache|Slab) is |Slab \w+ is |GFP mask is )/;

/**
 * The low memory killer inside Android kernels (drivers/staging/android/lowmemorykiller.c).
 * ```
 * send sigkill to 2412 (ndroid.launcher), adj 6, size 5376                      2.6.32, 3.10: size in pages of unknown size
 * lowmemorykiller: Killing 'd.play.games.ui' (2613), adj 1000,                  3.18 - 4.9: one printk of four lines or more
 *    to free 20784kB on behalf of 'kswapd0' (442) because
 *    cache 32112kB is below limit 32384kB for oom_score_adj 1000
 *    Free memory is 17432kB above reserved
 * ```
 */
export const lowmemorykiller: Killer = {
  name: 'lowmemorykiller',
  openers: ['send sigkill to ', "Killing '"],
  open(entry) {
    if (!mayBeKernel(entry)) return null;
    const text = entry.text.trimEnd();
    const early = SEND_SIGKILL.exec(text);
    if (early) {
      const [, reason, pid, comm, adj] = early;
      const struck = victim({ pid: integer(pid), comm: comm ?? null, signal: 'SIGKILL', oomScoreAdj: integer(adj) });
      return oneLine(killBy('lowmemorykiller', { victims: [struck], reason: reason ?? null }));
    }
    const match = KILLING.exec(text);
    if (!match) return null;
    const [, comm, pid, adj] = match;
    return report(victim({ pid: integer(pid), comm: comm ?? null, signal: 'SIGKILL', oomScoreAdj: integer(adj) }));
  },
};

function report(opened: UserspaceVictim): Draft<UserspaceKill> {
  let struck = opened;
  const details: string[] = [];

  function read(text: string): Claim {
    if (KILLING.test(text)) return 'end';
    const freed = TO_FREE.exec(text);
    if (freed) {
      if (struck.rssBytes !== null) return 'end';
      struck = { ...struck, rssBytes: amount(freed[1], 'kB') };
      return 'mine';
    }
    if (!DETAIL.test(text)) return 'foreign';
    if (details.length < 12) details.push(text.replace(/^lowmemorykiller: /, '').trim());
    return 'mine';
  }

  return draftOf({
    isSettled: () => struck.rssBytes !== null && details.length > 0,
    feed: (entry: LogEntry) => read(entry.text.trimEnd()),
    close() {
      const whole = struck.rssBytes !== null && details.length > 0;
      return killBy('lowmemorykiller', {
        complete: whole,
        problems: whole ? [] : ['details-missing'],
        victims: [struck],
        reason: details.length > 0 ? details.join('; ') : null,
      });
    },
  });
}
