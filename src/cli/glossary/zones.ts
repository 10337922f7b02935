import type { Subject } from './term.ts';

/** Zone, node and buddy lines of the Mem-Info block (lib/show_mem.c, mm/page_alloc.c). */
export const zones: Subject = {
  name: 'zones and watermarks',
  terms: [
    { token: 'DMA', unit: null, meaning: 'Zone of the lowest addresses (16 MiB on x86) for old devices.' },
    { token: 'DMA32', unit: null, meaning: 'Zone below 4 GiB, for devices with 32-bit addresses.' },
    {
      token: 'Normal',
      unit: null,
      meaning: 'Zone of all memory that the kernel can address directly; on 64-bit machines most of the RAM.',
    },
    {
      token: 'HighMem',
      unit: null,
      meaning: 'On 32-bit machines, memory beyond what the kernel maps. Useless for kernel structures.',
    },
    { token: 'Movable', unit: null, meaning: 'Zone for pages that can be moved only: memory hotplug, kernelcore=.' },
    {
      token: 'free',
      unit: 'kB in zone lines, pages in the summary',
      meaning:
        'Pages that nobody uses. A request is refused when free would fall below the watermark and the lowmem reserve.',
    },
    { token: 'boost', unit: 'kB', meaning: 'Temporary rise of the watermarks after fragmentation was seen.' },
    {
      token: 'min',
      unit: 'kB',
      meaning:
        'Watermark below which only urgent requests are served and others reclaim themselves. From vm.min_free_kbytes.',
    },
    { token: 'low', unit: 'kB', meaning: 'Watermark at which kswapd wakes up.' },
    { token: 'high', unit: 'kB', meaning: 'Watermark at which kswapd goes back to sleep.' },
    {
      token: 'reserved_highatomic',
      unit: 'kB',
      meaning: 'Blocks kept for atomic requests of higher order; others cannot use them though they count as free.',
    },
    { token: 'free_highatomic', unit: 'kB', meaning: 'The free part of that reserve (kernel 6.x).' },
    { token: 'present', unit: 'kB', meaning: 'Memory that the zone spans, holes left out.' },
    {
      token: 'managed',
      unit: 'kB',
      meaning: 'Memory that the page allocator hands out: present less what was reserved at boot.',
    },
    { token: 'mlocked', unit: 'kB', meaning: 'Memory locked by mlock: it can be neither swapped nor dropped.' },
    { token: 'bounce', unit: 'kB', meaning: 'Copies of pages for devices that cannot reach the originals.' },
    { token: 'free_pcp', unit: 'kB', meaning: 'Free pages on the lists of all CPUs, not in free.' },
    { token: 'local_pcp', unit: 'kB', meaning: 'The same for the CPU that printed the report.' },
    { token: 'free_cma', unit: 'kB', meaning: 'Free memory in the contiguous area; only movable pages may use it.' },
    {
      token: 'lowmem_reserve',
      unit: 'pages',
      meaning:
        'How many pages a zone keeps back from requests that could also use a higher zone: one number for each kind of request.',
    },
    {
      token: 'all_unreclaimable',
      unit: 'yes or no',
      meaning: 'The kernel gave up: scanning the node found nothing to free.',
    },
    {
      token: 'pages_scanned',
      unit: 'pages',
      meaning: 'Pages looked at since the last one was freed (kernels up to 4.7).',
    },
    {
      token: 'buddy',
      also: ['*4kB', '4kB'],
      unit: 'blocks',
      meaning: 'Free blocks by size: "58*4096kB (M)" is 58 blocks of 4 MiB. The smallest size proves the page size.',
    },
    {
      token: '(UME)',
      also: ['migratetype', 'U', 'M', 'E', 'H', 'C', 'I'],
      unit: null,
      meaning:
        'Kinds of blocks on a free list: U unmovable, M movable, E reclaimable, H highatomic, C CMA, I isolated. H and C do not serve every request.',
    },
    {
      token: 'hugepages_total',
      also: ['hugepages_free', 'hugepages_surp', 'hugepages_size'],
      unit: 'huge pages; size in kB',
      meaning: 'Reserved huge pages. Used or not, they are gone for everything else.',
    },
  ],
};
