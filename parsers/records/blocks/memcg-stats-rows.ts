/** Rows that every kernel with cgroup v2 names prints (5.3 and later, on v1 hosts up to 6.5). */
const CORE_V2 = [
  'anon',
  'file',
  'kernel_stack',
  'sock',
  'shmem',
  'file_mapped',
  'file_dirty',
  'file_writeback',
  'inactive_anon',
  'active_anon',
  'inactive_file',
  'active_file',
  'unevictable',
  'slab_reclaimable',
  'slab_unreclaimable',
  'pgfault',
  'pgmajfault',
  'pgrefill',
  'pgactivate',
  'pgdeactivate',
  'pglazyfree',
  'pglazyfreed',
  'workingset_nodereclaim',
];

/** Rows that every kernel with cgroup v1 names prints (6.6 and later); each once more with `total_` before it. */
const CORE_V1 = [
  'cache',
  'rss',
  'shmem',
  'mapped_file',
  'dirty',
  'writeback',
  'pgpgin',
  'pgpgout',
  'pgfault',
  'pgmajfault',
  'inactive_anon',
  'active_anon',
  'inactive_file',
  'active_file',
  'unevictable',
  'hierarchical_memory_limit',
];

/** Rows that came into the kernel together, or of which the first came after the others. */
const TOGETHER: readonly (readonly [first: string, ...others: string[]])[] = [
  ['sec_pagetables', 'kernel', 'pagetables', 'percpu', 'vmalloc'],
  ['kernel', 'pagetables', 'percpu', 'vmalloc'],
  ['pagetables', 'percpu'],
  ['file_thp', 'anon_thp', 'shmem_thp'],
  ['shmem_thp', 'file_thp'],
  ['zswap', 'zswapped'],
  ['zswapped', 'zswap'],
  ['swpin_zero', 'swpout_zero'],
  ['swpout_zero', 'swpin_zero'],
  ['pswpin', 'pswpout'],
  ['pswpout', 'pswpin'],
  ['zswpin', 'zswpout'],
  ['zswpout', 'zswpin'],
  ['pgscan', 'pgsteal'],
  ['pgsteal', 'pgscan'],
  ['thp_fault_alloc', 'thp_collapse_alloc'],
  ['thp_collapse_alloc', 'thp_fault_alloc'],
  ['thp_swpout', 'thp_swpout_fallback'],
  ['thp_swpout_fallback', 'thp_swpout'],
  ['pgdemote_khugepaged', 'pgdemote_kswapd', 'pgdemote_direct'],
  ['pgdemote_kswapd', 'pgdemote_direct'],
  ['pgdemote_direct', 'pgdemote_kswapd'],
  ['numa_pte_updates', 'numa_hint_faults'],
  ['numa_hint_faults', 'numa_pte_updates'],
];

/** Counters that come for each way of reclaim, or for anonymous and for file pages. */
const PAIRS: readonly (readonly [RegExp, string])[] = [
  [/^pgscan_(\w+)$/, 'pgsteal_$1'],
  [/^pgsteal_(\w+)$/, 'pgscan_$1'],
  [/^(workingset_\w+)_anon$/, '$1_file'],
  [/^(workingset_\w+)_file$/, '$1_anon'],
];

const WITHOUT_TOTAL = /^(?:hierarchical_|total_|anon_cost$|file_cost$)/;

/**
 * True if a row of `name value` lines is missing that the others prove: the kernel prints all of a list, and one line
 * was lost. What depends on the kernel's configuration alone can not be missed.
 */
export function isStatsRowMissing(names: readonly string[]): boolean {
  const seen = new Set(names);
  const v1 = seen.has('rss') || seen.has('cache') || names.some((name) => name.startsWith('total_'));
  const must = v1 ? [...CORE_V1] : [...CORE_V2];
  for (const [first, ...others] of TOGETHER) if (seen.has(first)) must.push(...others);
  for (const name of names) {
    for (const [form, twin] of PAIRS) if (form.test(name)) must.push(name.replace(form, twin));
    if (v1 && name.startsWith('total_')) must.push(name.slice('total_'.length));
    if (v1 && !WITHOUT_TOTAL.test(name)) must.push(`total_${name}`);
  }
  return must.some((name) => !seen.has(name));
}
