import type { LogEntry } from '../model/entry.ts';
import type { AllocFailure } from '../model/records/alloc-failure.ts';
import { parseWarnAlloc } from './alloc-failure/header.ts';
import { headlessWarnAlloc } from './alloc-failure/headless.ts';
import { oneLineFailure } from './alloc-failure/one-line.ts';
import { percpuFailure } from './alloc-failure/percpu.ts';
import { slabFailure } from './alloc-failure/slab.ts';
import { suppressedReports, warnAlloc } from './alloc-failure/warn-alloc.ts';
import type { Draft, Extractor } from './extractor.ts';

const MAX_TEXT = 1024;

/**
 * Allocations the kernel could not serve, one file for each allocator that reports them. Order above 0 is often harmless:
 * the caller falls back to smaller pieces.
 */
export const allocFailure: Extractor<AllocFailure> = {
  kind: 'alloc-failure',
  openers: [
    'page allocation ', // failure and, 4.9 to 4.14, "stalls for"
    'vmalloc: allocation failure', // up to 5.10
    'vmalloc error: size ', // 5.14 on
    'vmap allocation for size ',
    'vmalloc_node_range for size ', // 6.12 on
    'warn_alloc: ', // "callbacks suppressed", the first line of the next report
    'warn_alloc_failed: ', // the same up to 4.8
    'B: Unable to allocate memory on ', // SLUB and SLAB
    'slab_out_of_memory: ', // "callbacks suppressed"
    ', object size: ', // of a cache, behind a header that was lost
    ': allocation failed, size=', // percpu
    'alloc failed, req-size: ', // CMA
    'Out of SW-IOMMU space ', // swiotlb up to 4.12
    'swiotlb buffer is full',
    'enough memory for the allocation', // overcommit accounting
    'DMA: failed to allocate ', // dma-pool; every boot says "preallocated"
    ' Comm: ', // of a stack, behind a header that was lost
    ', comm: ', // the same up to 3.4
  ],
  writers: 'kernel',
  open(entry) {
    if (entry.text.length > MAX_TEXT) return null;
    return (
      openWarnAlloc(entry) ??
      slabFailure(entry) ??
      percpuFailure(entry) ??
      oneLineFailure(entry) ??
      headlessWarnAlloc(entry)
    );
  },
};

function openWarnAlloc(entry: LogEntry): Draft<AllocFailure> | null {
  const text = entry.text.trimEnd();
  const suppressed = suppressedReports(text);
  const header = suppressed === null ? parseWarnAlloc(text) : null;
  return suppressed === null && header === null ? null : warnAlloc(entry, suppressed, header);
}
