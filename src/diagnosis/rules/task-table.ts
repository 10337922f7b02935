import { growthIsExplained } from '../growth/explained.ts';
import { programOf } from '../growth/program.ts';
import { swapHides } from '../growth/swapped.ts';
import { bytesInWords } from '../quantities.ts';
import { type Exhibit, type Finding, type Rule, recordSource } from './rule.ts';

/** Shares of what all tasks of the table hold. */
const thresholds = {
  /** Enough processes of one name that their number is what matters, and none that stands out. */
  alike: 8,
  groupShare: 0.5,
  smallPart: 0.2,
  large: 0.5,
  /** Who brought less than this of what processes gained stood by. */
  bystander: 0.2,
  /** A crowd that was there at the first of so many looks, to this share, did not gather. */
  looks: 10,
  there: 0.8,
} as const;

/** What the table of tasks shows without any history: one large process, or many alike. */
export const taskTable: Rule = {
  id: 'task-table',
  frames: ['shortage'],
  judge(exhibit) {
    const { report } = exhibit;
    if (!report || report.tasks.length === 0) return [];
    // Tables up to 6.6 do not split rss, which counts shared pages in every process.
    const isSplit = report.tasks.some(({ rssAnonBytes }) => rssAnonBytes !== null);
    const unit = isSplit
      ? ''
      : report.tasks.some(({ swapBytes }) => (swapBytes ?? 0) > 0)
        ? ' of rss and swap'
        : ' of rss';
    const groups = new Map<string, { processes: number; bytes: number; largest: number }>();
    let sum = 0;
    for (const row of report.tasks) {
      const bytes = (row.rssAnonBytes ?? row.rssBytes ?? 0) + (row.swapBytes ?? 0);
      const group = groups.get(row.comm) ?? { processes: 0, bytes: 0, largest: 0 };
      group.processes += 1;
      group.bytes += bytes;
      group.largest = Math.max(group.largest, bytes);
      groups.set(row.comm, group);
      sum += bytes;
    }
    const [comm, first] = [...groups].sort(([, a], [, b]) => b.bytes - a.bytes)[0] ?? [];
    if (!comm || !first || sum === 0) return [];
    if (stoodStill(comm, exhibit)) return [];
    const share = first.bytes / sum;
    const part = first.largest / first.bytes;
    const values = { comm, processes: first.processes, bytes: first.bytes, share: Number(share.toPrecision(3)) };
    const finding = (weight: Finding['weight'], claim: string): Finding => ({
      weight,
      claim,
      from: recordSource(report),
      values,
    });
    if (share >= thresholds.groupShare && first.processes >= thresholds.alike && part <= thresholds.smallPart) {
      if (wasThere(comm, first.processes, exhibit)) return [];
      return [
        finding(
          'many-alike',
          `${first.processes} processes named ${comm} together held ${bytesInWords(first.bytes)}${unit}, the largest of them ${bytesInWords(first.largest)}`,
        ),
      ];
    }
    if (first.largest >= sum * thresholds.large) {
      return [
        finding(
          'one-large-process',
          `one process named ${comm} held ${bytesInWords(first.largest)}${unit}, ${Math.round((first.largest / sum) * 100)} % of what all tasks held`,
        ),
      ];
    }
    return [];
  },
};

/** Samples show how many there were before: a pool of workers or guests that always runs is no crowd that gathered. */
function wasThere(comm: string, processes: number, { groups }: Exhibit): boolean {
  const own = groups.find(({ program }) => program === programOf(comm));
  return (
    own !== undefined &&
    own.points.length >= thresholds.looks &&
    own.thereFromFirst >= Math.max(processes, own.processesAfter) * thresholds.there
  );
}

/** Being large is no guilt: samples show who grew, and it was another. */
function stoodStill(comm: string, exhibit: Exhibit): boolean {
  if (!growthIsExplained(exhibit)) return false;
  const own = exhibit.groups.find(({ program }) => program === programOf(comm));
  const gained = exhibit.groups.reduce((sum, { gainBytes }) => sum + Math.max(0, gainBytes), 0);
  if (own === undefined || own.points.length < 2 || swapHides(exhibit, own)) return false;
  return own.gainBytes < gained * thresholds.bystander;
}
