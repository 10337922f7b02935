import { bytesInWords } from '../quantities.ts';
import { type Rule, recordSource } from './rule.ts';

/** Shared memory that processes map shows in their rss; files in tmpfs that nobody maps show in no process. */
const mapped = 0.5;
const barelyMapped = 0.2;

/** Whether the shared memory belongs to processes that map it, or to files that lie in a tmpfs. */
export const sharedMapping: Rule = {
  id: 'shared-mapping',
  frames: ['shortage'],
  judge({ report, accounting }) {
    const shared = accounting?.parts.find(({ component }) => component === 'shared-memory')?.bytes ?? 0;
    if (!report || !accounting || shared < accounting.totalBytes * 0.1) return [];
    const rows = report.tasks.filter((row) => row.rssShmemBytes !== null);
    const fromTable = rows.length > 0;
    const largest = fromTable
      ? Math.max(...rows.map((row) => row.rssShmemBytes ?? 0))
      : Math.max(
          0,
          ...report.victims.map((victim) => victim.shmemRssBytes ?? 0),
          ...report.tasks.map((row) => excess(row.rssBytes, accounting)),
        );
    const share = largest / shared;
    const values = { mappedBytes: largest, sharedBytes: shared };
    if (share >= mapped) {
      return [
        {
          weight: 'mapped-by-processes',
          claim: `a process maps ${bytesInWords(largest)} of the ${bytesInWords(shared)} shared memory`,
          from: recordSource(report),
          values,
        },
      ];
    }
    if (fromTable && share < barelyMapped) {
      return [
        {
          weight: 'mapped-by-nobody',
          claim: `no process maps more than ${bytesInWords(largest)} of the ${bytesInWords(shared)} shared memory: it lies in files`,
          from: recordSource(report),
          values,
        },
      ];
    }
    return [];
  },
};

/** Old tables do not split rss: what a process holds beyond all anonymous memory there is, it holds of shared memory. */
function excess(
  rssBytes: number | null,
  accounting: { readonly parts: readonly { component: string; bytes: number }[] },
): number {
  const anonymous = accounting.parts.find(({ component }) => component === 'anonymous')?.bytes ?? 0;
  return Math.max(0, (rssBytes ?? 0) - anonymous);
}
