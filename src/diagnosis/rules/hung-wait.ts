import type { RecordOf } from '../../../parsers/model/record.ts';
import { classifyWait, type WaitClass } from '../hang/wait-class.ts';
import { listInWords } from '../quantities.ts';
import { type Finding, type Rule, recordSource } from './rule.ts';
import type { WeightId } from './weights.ts';

const weightOf: Readonly<Partial<Record<WaitClass, { weight: WeightId; words: string }>>> = {
  reclaim: { weight: 'waits-for-reclaim', words: 'wait for the kernel to free memory' },
  'swap-in': { weight: 'waits-for-reclaim', words: 'wait for pages from swap' },
  'memcg-throttle': { weight: 'waits-for-reclaim', words: 'are held back by their memory cgroup' },
  frozen: { weight: 'waits-for-frozen-filesystem', words: 'wait for a frozen file system to be thawed' },
  suspended: { weight: 'waits-for-suspended-device', words: 'wait for a suspended device' },
  remote: { weight: 'waits-for-remote', words: 'wait for a server of a network file system' },
  fuse: { weight: 'waits-for-remote', words: 'wait for the daemon of a FUSE file system' },
  writeback: { weight: 'waits-for-disk', words: 'wait for dirty pages to be written' },
  journal: { weight: 'waits-for-disk', words: "wait for a file system's journal" },
  'block-io': { weight: 'waits-for-disk', words: 'wait for a block device' },
  lock: { weight: 'waits-for-lock', words: 'wait for a lock' },
  driver: { weight: 'waits-in-driver', words: 'wait inside a driver' },
};

/** A minority of stacks that wait for memory is enough: the others queue behind them. */
const memoryMinority = 0.3;

/** What the hung tasks wait for, class by class, each task once. */
export const hungWait: Rule = {
  id: 'hung-wait',
  frames: ['hang'],
  judge({ hangs }) {
    const tasks = new Map<string, RecordOf<'hung-task'>>(hangs.map((hang) => [`${hang.comm}:${hang.pid}`, hang]));
    const byClass = new Map<WaitClass, RecordOf<'hung-task'>[]>();
    for (const hang of tasks.values()) {
      const { class: wait } = classifyWait(hang.callTrace);
      byClass.set(wait, [...(byClass.get(wait) ?? []), hang]);
    }
    waitForServerFirst(byClass);
    const forMemory = (byClass.get('reclaim')?.length ?? 0) + (byClass.get('swap-in')?.length ?? 0);
    const outranked = forMemory >= tasks.size * memoryMinority && forMemory > 0;
    return [...byClass].flatMap(([wait, list]): Finding[] => {
      const row = weightOf[wait];
      const first = list[0];
      if (!row || !first) return [];
      if (outranked && row.weight !== 'waits-for-reclaim') return [];
      // Lock waiters queue behind whoever holds the lock: where another hung task waits for something else, that is the cause.
      if (
        wait === 'lock' &&
        byClass.size > 1 &&
        [...byClass.keys()].some((other) => other !== 'lock' && other !== 'unknown')
      )
        return [];
      const names = listInWords([...new Set(list.map((hang) => `${hang.comm} (pid ${hang.pid})`))].slice(0, 4));
      const { frame, site } = classifyWait(first.callTrace);
      const weight = wait === 'driver' && frame !== site ? 'waits-below-driver' : row.weight;
      return [
        {
          weight,
          claim: `${names} ${list.length === 1 ? singular(row.words) : row.words}${frame === null ? '' : ` (${frame})`}`,
          from: recordSource(first),
          values: { tasks: list.length, frame: frame ?? '' },
        },
      ];
    });
  },
};

/** Reclaim that waits for a server to take dirty pages waits as long as those who only ask that server. */
function waitForServerFirst(byClass: Map<WaitClass, RecordOf<'hung-task'>[]>): void {
  const remote = (['remote', 'fuse'] as const).find((wait) => byClass.has(wait));
  const reclaiming = byClass.get('reclaim') ?? [];
  if (!remote || reclaiming.length === 0) return;
  if (!reclaiming.every(({ callTrace }) => isRemote(classifyWait(callTrace).site))) return;
  byClass.set(remote, [...(byClass.get(remote) ?? []), ...reclaiming]);
  byClass.delete('reclaim');
}

const isRemote = (site: string | null): boolean =>
  site !== null && ['remote', 'fuse'].includes(classifyWait([site]).class);

/** One task waits, several wait. */
function singular(words: string): string {
  return words
    .replace(/^wait\b/, 'waits')
    .replace(/^are\b/, 'is')
    .replace('their memory', 'its memory');
}
