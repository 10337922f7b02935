import { bytesInWords } from '../quantities.ts';
import { type Exhibit, type Rule, recordSource } from './rule.ts';

/** Reclaim cleans what it can before the OOM killer runs: below 1 % is what reports of ordinary shortages show. */
const stuckShare = 0.1;

/** File pages that wait to be written and cannot be dropped until they are: a slow or lost disk, server or FUSE daemon. */
export const stuckWriteback: Rule = {
  id: 'stuck-writeback',
  frames: ['shortage'],
  judge({ report, accounting }) {
    const bytes = report ? unwritten(report) : null;
    if (!report || !accounting || bytes === null || bytes < accounting.totalBytes * stuckShare) return [];
    return [
      {
        weight: 'dirty-pages-stuck',
        claim: `${bytesInWords(bytes)} of file pages waited to be written, ${Math.round((bytes / accounting.totalBytes) * 100)} % of ${accounting.scope === 'memcg' ? 'what the group used' : 'the RAM'}`,
        from: recordSource(report),
        values: { bytes, totalBytes: accounting.totalBytes },
      },
    ];
  },
};

function unwritten(report: NonNullable<Exhibit['report']>): number | null {
  const { memInfo, memcg } = report;
  if (report.constraint === 'memcg') {
    const stats = memcg?.stats ?? {};
    const dirty = stats['file_dirty'] ?? stats['total_dirty'] ?? stats['dirty'];
    return dirty === undefined
      ? null
      : dirty + (stats['file_writeback'] ?? stats['total_writeback'] ?? stats['writeback'] ?? 0);
  }
  const page = memInfo?.pageSizeBytes ?? report.pageSizeBytes;
  const { dirty, writeback } = memInfo?.counters ?? {};
  return page === null || page === undefined || dirty === undefined ? null : (dirty + (writeback ?? 0)) * page;
}
