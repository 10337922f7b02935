import { isHeldByItsGroup, isInShrinker } from '../hang/wait-class.ts';
import { before, type MemoryHistory, systemSeries } from '../history.ts';
import { bytesInWords } from '../quantities.ts';
import type { Exhibit, Rule } from './rule.ts';
import { sampleSource, theHost } from './sample-source.ts';

/** Available memory below this share of RAM makes reclaim slow; above the other it cannot be what tasks wait for. */
const tight = 0.1;
const roomy = 0.3;
/** Some tasks lose this share of their time to memory (PSI, ten seconds). */
const stalledPercent = 10;

/** Whether memory was short while tasks hung. */
export const memoryWhileHung: Rule = {
  id: 'memory-while-hung',
  frames: ['hang'],
  judge({ history, hangs, records }) {
    // Memory of the host says nothing of a group that is held to its own limit.
    if (!history || (hangs.length > 0 && hangs.every(({ callTrace }) => isHeldByItsGroup(callTrace)))) return [];
    const available = systemSeries(history, 'memAvailableBytes');
    const total = systemSeries(history, 'memTotalBytes')?.points[0]?.value;
    const last = available ? before(available, history.eventUs).at(-1) : undefined;
    const full = systemSeries(history, 'psiMemoryFullAvg10');
    const pressure = full ? before(full, history.eventUs).at(-1) : undefined;
    if (pressure && pressure.value >= stalledPercent) {
      return [
        {
          weight: 'memory-was-tight',
          claim: `all tasks lost ${pressure.value} % of their time to memory`,
          from: sampleSource(pressure, 'psiMemoryFullAvg10', theHost),
          values: { percent: pressure.value },
        },
      ];
    }
    if (!last || total === undefined) return [];
    const share = last.value / total;
    const values = { availableBytes: last.value, totalBytes: total };
    const claim = `${bytesInWords(last.value)} of ${bytesInWords(total)} were available`;
    if (share < tight)
      return [{ weight: 'memory-was-tight', claim, from: sampleSource(last, 'memAvailableBytes', theHost), values }];
    if (share - heldByShrinkers(history, records) / total > roomy)
      return [{ weight: 'memory-was-there', claim, from: sampleSource(last, 'memAvailableBytes', theHost), values }];
    return [];
  },
};

/** Slab counts as available, and is not while a task goes through it object by object. */
function heldByShrinkers(history: MemoryHistory, records: Exhibit['records']): number {
  const traces = records.flatMap((record) =>
    record.kind === 'hung-task' || record.kind === 'stall' ? [record.callTrace] : [],
  );
  const slab = traces.some(isInShrinker) ? systemSeries(history, 'slabReclaimableBytes') : null;
  return (slab ? before(slab, history.eventUs).at(-1)?.value : undefined) ?? 0;
}
