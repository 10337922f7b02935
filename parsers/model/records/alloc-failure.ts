import type { MemInfo } from './mem-info.ts';
import type { RecordBasics } from './record-basics.ts';

/** An allocation that the kernel could not serve (warn_alloc, SLUB/SLAB, vmalloc, percpu, CMA, swiotlb), or would not promise. */
export interface AllocFailure extends RecordBasics {
  readonly kind: 'alloc-failure';
  /** `commit`: overcommit accounting refused a promise of memory; none was asked for yet. */
  readonly variant: 'page' | 'page-stall' | 'slab' | 'vmalloc' | 'percpu' | 'cma' | 'swiotlb' | 'dma-pool' | 'commit';
  readonly comm: string | null;
  readonly pid: number | null;
  readonly cpu: number | null;
  readonly order: number | null;
  readonly gfpMask: string | null;
  readonly gfpFlags: readonly string[];
  readonly nodemask: string | null;
  readonly cpuset: string | null;
  readonly memsAllowed: string | null;
  /** `page-stall`: how long the allocation has stalled. */
  readonly stallSeconds: number | null;
  /** What was asked for, where the line says it in bytes (vmalloc, percpu, swiotlb, DMA pool, slab object, commit) or pages (CMA). */
  readonly sizeBytes: number | null;
  readonly sizePages: number | null;
  /** slab: cache name; cma: area; swiotlb: device; vmalloc and percpu: the reason as printed. */
  readonly detail: string | null;
  readonly callTrace: readonly string[];
  readonly pageSizeBytes: number | null;
  readonly pageSizeBasis: 'buddy' | 'option' | null;
  readonly memInfo: MemInfo | null;
  readonly hardware: string | null;
  /** `warn_alloc: N callbacks suppressed` just before. */
  readonly reportsSuppressed: number | null;
}
