/** One zone of the Mem-Info block. Sizes are bytes; `counters` keeps every `key:value` of the line under its printed key. */
export interface ZoneInfo {
  readonly node: number | null;
  /** `DMA`, `DMA32`, `Normal`, `HighMem`, `Movable`, `Device`. */
  readonly name: string;
  readonly freeBytes: number | null;
  readonly boostBytes: number | null;
  readonly minBytes: number | null;
  readonly lowBytes: number | null;
  readonly highBytes: number | null;
  readonly reservedHighatomicBytes: number | null;
  readonly freeHighatomicBytes: number | null;
  readonly presentBytes: number | null;
  readonly managedBytes: number | null;
  readonly mlockedBytes: number | null;
  readonly freePcpBytes: number | null;
  readonly freeCmaBytes: number | null;
  readonly allUnreclaimable: boolean | null;
  /** Amounts in bytes; `pages_scanned` is a count. */
  readonly counters: Readonly<Record<string, number>>;
  /** Pages, index = zone index of the request's highest zone. */
  readonly lowmemReservePages: readonly number[] | null;
  readonly buddy: readonly BuddyOrder[] | null;
}

/** One term of a buddy line, `58*4096kB (C)`: free blocks of one order and the migrate types that have some. */
export interface BuddyOrder {
  readonly order: number;
  readonly blockBytes: number;
  readonly count: number;
  /** Letters as printed, `UMEHCI`; empty where the kernel prints none. */
  readonly types: string;
}

/** One node line of the Mem-Info block (kernel 4.8 and later). Amounts in bytes under their printed keys. */
export interface NodeInfo {
  readonly node: number;
  readonly counters: Readonly<Record<string, number>>;
  readonly allUnreclaimable: boolean | null;
}

export interface HugepageInfo {
  readonly node: number;
  readonly total: number;
  readonly free: number;
  readonly surplus: number;
  readonly pageBytes: number;
}

/** One row of `Unreclaimable slab info:`. */
export interface SlabInfo {
  readonly name: string;
  readonly usedBytes: number;
  readonly totalBytes: number;
}

/** One row of `Memory allocations:` (CONFIG_MEM_ALLOC_PROFILING). */
export interface AllocationSite {
  readonly bytes: number;
  readonly calls: number;
  /** `mm/slub.c:2345 func:alloc_slab_page` with the module in brackets where there is one. */
  readonly site: string;
}

/** The block that show_mem() prints. Null: the line is absent from this report. */
export interface MemInfo {
  /** Global counters in pages under their printed keys (`active_anon`, `slab_unreclaimable`, `free`, ...). */
  readonly counters: Readonly<Record<string, number>>;
  readonly nodes: readonly NodeInfo[];
  readonly zones: readonly ZoneInfo[];
  readonly hugepages: readonly HugepageInfo[];
  readonly pagecachePages: number | null;
  readonly swapCachePages: number | null;
  readonly swapFreeBytes: number | null;
  readonly swapTotalBytes: number | null;
  readonly ramPages: number | null;
  readonly reservedPages: number | null;
  readonly highmemPages: number | null;
  readonly cmaReservedPages: number | null;
  readonly hwpoisonedPages: number | null;
  readonly slab: readonly SlabInfo[];
  readonly allocations: readonly AllocationSite[];
  /** From the buddy lines' smallest block, null where no buddy line proves it. */
  readonly pageSizeBytes: number | null;
  /** True if the block reached its totals (`pages RAM`, `pages reserved`) and lacks no line that must be there. */
  readonly complete: boolean;
}
