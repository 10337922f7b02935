import { isMemcgOom } from '../accounting/account.ts';
import { asksForNothing, freeIn } from '../page-fault.ts';
import { bytesInWords } from '../quantities.ts';
import { type Rule, recordSource } from './rule.ts';

/** A page fault ended in the OOM killer without a request for a page, and memory was free: nothing had run out on the host. */
export const freeMemory: Rule = {
  id: 'free-memory',
  frames: ['shortage'],
  judge({ report }) {
    if (!report?.memInfo || !report.trigger || isMemcgOom(report) || !asksForNothing(report.trigger)) return [];
    const free = freeIn(report.memInfo, report.pageSizeBytes);
    if (free === null) return [];
    return [
      {
        weight: 'nothing-asked-and-memory-free',
        claim: `nobody asked for a page (gfp_mask 0: a page fault was refused memory, by a group's limit or a driver), and ${free.bytes === null ? '' : `${bytesInWords(free.bytes)}, `}${Math.round(free.share * 100)} % of ${free.of}`,
        from: recordSource(report),
        values: { share: Number(free.share.toPrecision(3)), ...(free.bytes === null ? {} : { freeBytes: free.bytes }) },
      },
    ];
  },
};
