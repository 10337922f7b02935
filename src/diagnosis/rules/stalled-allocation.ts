import type { RecordOf } from '../../../parsers/model/record.ts';
import { bytesInWords } from '../quantities.ts';
import { type Finding, type Rule, recordSource } from './rule.ts';

/** Free and reclaimable memory below this share of RAM is what reclaim scrapes together. */
const tight = 0.1;

/** Requests of single pages that did not fail and waited for seconds (`page allocation stalls for 14320ms`, 4.10 to 4.14). */
export const stalledAllocation: Rule = {
  id: 'stalled-allocation',
  frames: ['hang'],
  judge({ failures }) {
    const stalls = failures.filter(({ variant }) => variant === 'page-stall');
    const [first] = stalls.toSorted((a, b) => (b.stallSeconds ?? 0) - (a.stallSeconds ?? 0));
    if (!first) return [];
    const others = stalls.length === 1 ? '' : `, the longest of ${stalls.length} such waits`;
    return [
      {
        weight: 'waits-for-reclaim',
        claim: `${first.comm ?? 'a task'} (pid ${first.pid ?? '?'}) waited ${Math.round(first.stallSeconds ?? 0)} s for one page that had to be freed first${others}`,
        from: recordSource(first),
        values: { stalls: stalls.length, seconds: first.stallSeconds ?? -1 },
      },
      ...stalls.flatMap(leftIn).slice(0, 1),
    ];
  },
};

/** What the report of a wait shows to have been left. */
function leftIn(stall: RecordOf<'alloc-failure'>): Finding[] {
  const { memInfo } = stall;
  const page = memInfo?.pageSizeBytes ?? stall.pageSizeBytes;
  if (!memInfo || page === null || memInfo.ramPages === null) return [];
  const { counters, ramPages } = memInfo;
  const pages = ['free', 'active_file', 'inactive_file', 'slab_reclaimable'].reduce(
    (sum, key) => sum + (counters[key] ?? 0),
    0,
  );
  if (pages >= ramPages * tight) return [];
  return [
    {
      weight: 'memory-was-tight',
      claim: `${bytesInWords(pages * page)} of ${bytesInWords(ramPages * page)} were free or could be freed`,
      from: recordSource(stall),
      values: { bytes: pages * page, totalBytes: ramPages * page },
    },
  ];
}
