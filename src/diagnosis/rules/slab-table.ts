import { bytesInWords } from '../quantities.ts';
import { type Rule, recordSource } from './rule.ts';

/** The kernel prints its slab caches only if unreclaimable slab exceeds all memory of processes and files together. */
export const slabTable: Rule = {
  id: 'slab-table',
  frames: ['shortage'],
  judge({ report }) {
    const caches = [...(report?.memInfo?.slab ?? [])].sort((a, b) => b.totalBytes - a.totalBytes);
    const largest = caches[0];
    if (!report || !largest) return [];
    return [
      {
        weight: 'slab-table-printed',
        claim: `the kernel listed its slab caches, which it does when they hold more than all processes and files; largest is ${largest.name} with ${bytesInWords(largest.totalBytes)}`,
        from: recordSource(report),
        values: { cache: largest.name, bytes: largest.totalBytes },
      },
    ];
  },
};
