import { siteOfRest } from '../accounting/allocation-site.ts';
import { bytesInWords } from '../quantities.ts';
import { type Rule, recordSource } from './rule.ts';

/** Whom the kernel's profile of allocations names for what no counter shows. */
export const allocationSite: Rule = {
  id: 'allocation-site',
  frames: ['shortage'],
  judge({ report, parts, accounting }) {
    const site = siteOfRest({ report, parts, accounting });
    const restBytes = parts?.get('unaccounted') ?? 0;
    if (!site || !report) return [];
    return [
      {
        weight: 'site-of-the-rest',
        claim: `${site.function ?? site.site} of ${site.owner} had allocated ${bytesInWords(site.bytes)} in ${site.calls} calls, where ${bytesInWords(restBytes)} are in no counter`,
        from: recordSource(report),
        values: { site: site.site, bytes: site.bytes, calls: site.calls, unaccountedBytes: restBytes },
      },
    ];
  },
};
