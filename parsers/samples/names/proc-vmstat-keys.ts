/** Counters of /proc/vmstat (mm/vmstat.c, vmstat_text) with what one of them is worth; pgpgin and pgpgout are KiB. */
export const vmstatCounters: Readonly<Record<string, { readonly metric: string; readonly scale: number }>> = {
  pgpgin: { metric: 'pageInBytesTotal', scale: 1024 },
  pgpgout: { metric: 'pageOutBytesTotal', scale: 1024 },
  pswpin: { metric: 'swapInPagesTotal', scale: 1 },
  pswpout: { metric: 'swapOutPagesTotal', scale: 1 },
  pgfault: { metric: 'faultsTotal', scale: 1 },
  pgmajfault: { metric: 'majorFaultsTotal', scale: 1 },
  workingset_refault: { metric: 'refaultPagesTotal', scale: 1 },
  workingset_refault_anon: { metric: 'refaultAnonPagesTotal', scale: 1 },
  workingset_refault_file: { metric: 'refaultFilePagesTotal', scale: 1 },
  compact_stall: { metric: 'compactStallTotal', scale: 1 },
  compact_fail: { metric: 'compactFailTotal', scale: 1 },
  oom_kill: { metric: 'oomKillCount', scale: 1 },
};

/** Counters that are a key of their own or one per zone. */
export const vmstatZoned: readonly { readonly key: string; readonly metric: string }[] = [
  { key: 'allocstall', metric: 'allocStallTotal' },
  { key: 'pgscan_kswapd', metric: 'kswapdScanPagesTotal' },
  { key: 'pgscan_direct', metric: 'directScanPagesTotal' },
  { key: 'pgsteal_kswapd', metric: 'kswapdStealPagesTotal' },
  { key: 'pgsteal_direct', metric: 'directStealPagesTotal' },
];
export const vmstatZoneSuffix = /^_(?:dma|dma32|normal|high|movable|device)$/;

/** Numbers of pages, sizes where the page size is known. */
export const vmstatPages: Readonly<Record<string, string>> = {
  nr_free_pages: 'memFreeBytes',
  nr_anon_pages: 'anonBytes',
  nr_file_pages: 'filePagesBytes',
  nr_mapped: 'mappedBytes',
  nr_dirty: 'dirtyBytes',
  nr_writeback: 'writebackBytes',
  nr_shmem: 'shmemBytes',
  nr_slab_reclaimable: 'slabReclaimableBytes',
  nr_slab_unreclaimable: 'slabUnreclaimableBytes',
  nr_page_table_pages: 'pageTablesBytes',
  nr_unevictable: 'unevictableBytes',
  nr_mlock: 'mlockedBytes',
  nr_active_anon: 'activeAnonBytes',
  nr_inactive_anon: 'inactiveAnonBytes',
  nr_active_file: 'activeFileBytes',
  nr_inactive_file: 'inactiveFileBytes',
  nr_swapcached: 'swapCachedBytes',
  nr_zspages: 'zsmallocBytes',
};
