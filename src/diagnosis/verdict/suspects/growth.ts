import { growthIsExplained } from '../../growth/explained.ts';
import { leadingCgroup } from '../../growth/leading-cgroup.ts';
import { swapGain } from '../../growth/swap-gain.ts';
import { swapHides } from '../../growth/swapped.ts';
import type { Hypothesis } from '../../hypothesis.ts';
import type { Exhibit } from '../../rules/rule.ts';
import { doubtsAbout } from '../doubts.ts';
import { victimCgroup } from './table.ts';
import { confidences, held, nobody, type Who } from './who.ts';

/** Shares of what processes gained, and of a group's gain by which one process stands for it. */
const thresholds = {
  clear: 0.6,
  main: 0.4,
  singleProcess: 0.6,
  /** Two that gained as much as this of one another: the samples do not say which. */
  tie: 0.95,
} as const;

/** Who gained most of what processes gained; null where samples do not show it. */
export function byGrowth(exhibit: Exhibit, hypothesis: Hypothesis): Who | null {
  const { groups, report } = exhibit;
  const swapped = bySwap(exhibit);
  if (swapped) return swapped;
  if (!growthIsExplained(exhibit)) return null;
  const gaining = groups.filter((group) => group.gainBytes > 0);
  const [first, second] = gaining;
  const sum = gaining.reduce((total, group) => total + group.gainBytes, 0);
  if (!first || sum === 0) return null;
  const share = first.gainBytes / sum;
  if (share < thresholds.main) return null;
  if ((second?.gainBytes ?? 0) > first.gainBytes * thresholds.tie) return { ...nobody, confidence: confidences.weak };
  const { spawner } = first;
  const single = first.largest.gainBytes >= first.gainBytes * thresholds.singleProcess;
  const who: Who = {
    kind: single ? 'process' : 'group',
    comm: first.comm,
    pid: first.largest.pid,
    // The kernel says where the victim was when it was killed, a sample where it was some time before.
    cgroup: victimCgroup(report, first.pids) ?? first.cgroup,
    bytes: single ? first.largest.nowBytes : first.nowBytes,
    confidence: Math.min(
      share >= thresholds.clear ? confidences.byGrowth : confidences.byGrowthMain,
      swapHides(exhibit, first) ? confidences.swapUnseen : 1,
      ...doubtsAbout(exhibit).map(({ most }) => most),
    ),
  };
  if (hypothesis !== 'process-swarm' || who.kind !== 'group') return who;
  return spawner ? { ...who, comm: spawner.comm, pid: spawner.pid } : held(who, confidences.crowd);
}

/** The program that grew into swap, which its own samples do not show. */
function bySwap(exhibit: Exhibit): Who | null {
  const gain = swapGain(exhibit);
  if (!gain) return null;
  const { comm, pids, single, nowBytes } = gain;
  return {
    kind: single ? 'process' : 'group',
    comm,
    pid: single?.pid ?? pids[0] ?? null,
    cgroup: victimCgroup(exhibit.report, pids),
    bytes: single?.bytes ?? nowBytes,
    confidence: Math.min(confidences.byGrowth, ...doubtsAbout(exhibit).map(({ most }) => most)),
  };
}

/** The cgroup that brought the rise where no program of it did by itself; null where samples do not show one. */
export function byCgroupGrowth(exhibit: Exhibit): Who | null {
  const leading = leadingCgroup(exhibit);
  if (!leading) return null;
  return {
    ...nobody,
    kind: 'cgroup',
    cgroup: leading.group.cgroup,
    bytes: leading.group.nowBytes,
    confidence: Math.min(confidences.byGrowthMain, ...doubtsAbout(exhibit).map(({ most }) => most)),
  };
}
