import type { MemInfo } from '../../../parsers/model/records/mem-info.ts';
import { allowedNodes, isMemcgOom } from '../accounting/account.ts';
import { printedBytes } from '../accounting/host.ts';
import { asksForNothing } from '../page-fault.ts';
import { bytesInWords, listInWords } from '../quantities.ts';
import { type Reach, reachOf } from '../reach.ts';
import type { Exhibit, Rule } from './rule.ts';
import { recordSource } from './rule.ts';

/** A part of the zones that is worth naming. */
const namedShare = 0.2;

/** The OOM killer ran for the few zones that a request may use, while memory was there that it could not take. */
export const fullZone: Rule = {
  id: 'full-zone',
  frames: ['shortage'],
  judge({ report }) {
    const reach = reachOfKill(report);
    if (!report || !reach) return [];
    const { zone, above, aboveBytes, cmaBytes, keptByKernel } = reach;
    const own = `the request could use zone ${zone.name}${above.length > 0 || keptByKernel ? ' and below' : ''} only, where ${bytesInWords(Math.max(0, zone.freeBytes - zone.withheldBytes))} were free for it (minimum ${bytesInWords(zone.minBytes)})`;
    const outside = [
      ...(aboveBytes > 0
        ? [`${bytesInWords(aboveBytes)} were free in zone ${listInWords([...new Set(above.map(({ name }) => name))])}`]
        : []),
      ...(cmaBytes > reach.minBytes ? [`${bytesInWords(cmaBytes)} in CMA, which takes movable pages only`] : []),
    ];
    const beyond = outside.length > 0 ? listInWords(outside) : 'pages of other zones could still be reclaimed';
    return [
      {
        weight: outside.length > 0 ? 'zone-full-others-free' : 'zone-full-others-reclaimable',
        claim: `${own}, while ${beyond}${kernelsOwn(report.memInfo, reach)}`,
        from: recordSource(report),
        values: { freeBytes: zone.freeBytes, minBytes: zone.minBytes, aboveBytes, cmaBytes },
      },
    ];
  },
};

/** 2.6.9 prints no order, and what is cut prints neither. */
const unknownRequest = { gfpFlags: [], order: 0 } as const;

/** For a run of the OOM killer that is not of a group's limit and was not asked for by hand. */
export function reachOfKill(report: Exhibit['report']): Reach | null {
  if (!report?.memInfo || report.manual || isMemcgOom(report)) return null;
  const { trigger } = report;
  if (trigger && asksForNothing(trigger)) return null;
  return reachOf(report.memInfo, trigger ?? unknownRequest, report.pageSizeBytes, allowedNodes(report));
}

/** What the kernel itself holds, which lies in low zones where there are higher ones (page tables not always). */
export function kernelHolds(memInfo: MemInfo, pageSizeBytes: number | null): { name: string; bytes: number }[] {
  const page = memInfo.pageSizeBytes ?? pageSizeBytes;
  const { slab, slab_reclaimable = 0, slab_unreclaimable = 0, pagetables = 0 } = memInfo.counters;
  if (page === null) return [];
  return [
    { name: 'slab', bytes: (slab ?? slab_reclaimable + slab_unreclaimable) * page },
    { name: 'page tables', bytes: pagetables * page },
    { name: 'kernel stacks', bytes: printedBytes(memInfo, 'kernel_stack') ?? 0 },
  ];
}

function kernelsOwn(memInfo: MemInfo | null, { managedBytes }: Reach): string {
  const large = memInfo ? kernelHolds(memInfo, null).filter(({ bytes }) => bytes >= managedBytes * namedShare) : [];
  if (large.length === 0 || managedBytes === 0) return '';
  const parts = large.map(({ name, bytes }) => `${name} ${bytesInWords(bytes)}`);
  return `; the kernel held ${listInWords(parts)} (those zones have ${bytesInWords(managedBytes)})`;
}
