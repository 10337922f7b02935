import type { LogEntry } from '../../model/entry.ts';
import type { AllocFailure } from '../../model/records/alloc-failure.ts';
import { draftOf } from '../blocks/draft-of.ts';
import { isOtherCaller } from '../blocks/writer.ts';
import type { Claim, Draft } from '../extractor.ts';
import { failure } from './body.ts';
import { exact, NOTHING_SAID } from './header.ts';

const SUPPRESSED = /^slab_out_of_memory: (\d{1,10}) callbacks suppressed$/;
const HEADER =
  /^SL[AU]B: Unable to allocate memory on (?:CPU \d+ \(of node -?\d+\) on )?node -?\d+(?: \(gfp=(0x[0-9a-f]+)\)|, gfp=(0x[0-9a-f]+)\(([^)]*)\))$/;
const CACHE =
  /^ *cache: (.*), object size: (\d{1,12}), (?:buffer size: \d+, default order: \d+, min order: \d+|order: (\d{1,3}))$/;
const DETAIL =
  /^ *(?:\S+ debugging increased min order, use slu?a?b_debug=O to disable\.|node \d+: slabs: \d+(?:\/\d+)?, objs: )/;

/** How many of these reports the kernel kept back before this line. */
function suppressedSlabReports(text: string): number | null {
  const match = SUPPRESSED.exec(text);
  return match ? Number(match[1]) : null;
}

/**
 * slab_out_of_memory() of mm/slub.c and, up to 6.6, mm/slab.c; without stack and Mem-Info.
 * ```
 * SLUB: Unable to allocate memory on node -1 (gfp=0x20)                                       2.6.32 - RHEL 7
 * SLUB: Unable to allocate memory on node -1, gfp=0x1080020(GFP_ATOMIC)                       4.9 - 6.8
 * SLUB: Unable to allocate memory on CPU 0 (of node 0) on node -1, gfp=0x820(GFP_ATOMIC)      6.12 on
 *   cache: kmalloc-2k, object size: 2048, buffer size: 2048, default order: 2, min order: 0
 *   node 0: slabs: 4302, objs: 30000, free: 0
 * ```
 */
export function slabFailure(opener: LogEntry): Draft<AllocFailure> | null {
  const text = opener.text.trimEnd();
  const suppressed = suppressedSlabReports(text);
  let header = HEADER.exec(text);
  // Nothing else prints a cache's line, so that it opens a report whose header was lost.
  let cache = CACHE.exec(text);
  if (header === null && suppressed === null && cache === null) return null;

  function read(line: string): Claim {
    const next = HEADER.exec(line);
    if (next) {
      if (header !== null || cache !== null) return 'end';
      header = next;
      return 'mine';
    }
    if (suppressedSlabReports(line) !== null) return 'end';
    if (header === null && cache === null) return 'foreign';
    const named = CACHE.exec(line);
    if (named) {
      if (cache !== null) return 'foreign';
      cache = named;
      return 'mine';
    }
    return cache !== null && DETAIL.test(line) ? 'mine' : 'foreign';
  }

  return draftOf({
    isSettled: () => header !== null && cache !== null,
    feed(entry) {
      return isOtherCaller(entry, opener.caller) ? 'foreign' : read(entry.text.trimEnd());
    },
    close() {
      const problems: string[] = [];
      if (header === null) problems.push('header-missing');
      if (cache === null) problems.push('cache-line-missing');
      const known = {
        ...NOTHING_SAID,
        variant: 'slab',
        gfpMask: header?.[1] ?? header?.[2] ?? null,
        gfpNames: header?.[3] ?? null,
        detail: cache?.[1] ?? null,
        sizeBytes: exact(cache?.[2]),
        // SLUB prints the orders it may use, not the one it tried last.
        order: exact(cache?.[3]),
      } as const;
      return failure('slab', known, { problems, reportsSuppressed: suppressed });
    },
  });
}
