import { bytesInWords } from '../quantities.ts';
import { type Rule, recordSource } from './rule.ts';

/** Reserved and unused pages above this share of RAM are missing elsewhere. */
const wastedShare = 0.2;

/** Huge pages that were reserved and that nobody uses: memory that ordinary allocations cannot have. */
export const unusedHugePages: Rule = {
  id: 'unused-huge-pages',
  frames: ['shortage'],
  judge({ report, accounting }) {
    const pools = report?.memInfo?.hugepages ?? [];
    const freeBytes = pools.reduce((sum, pool) => sum + pool.free * pool.pageBytes, 0);
    const totalBytes = pools.reduce((sum, pool) => sum + pool.total * pool.pageBytes, 0);
    if (!report || !accounting || freeBytes < accounting.totalBytes * wastedShare) return [];
    return [
      {
        weight: 'unused-huge-pages',
        claim: `${bytesInWords(freeBytes)} of the ${bytesInWords(totalBytes)} reserved as huge pages were unused, ${Math.round((freeBytes / accounting.totalBytes) * 100)} % of the RAM`,
        from: recordSource(report),
        values: { freeBytes, reservedBytes: totalBytes, ramBytes: accounting.totalBytes },
      },
    ];
  },
};
