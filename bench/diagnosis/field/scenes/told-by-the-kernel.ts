import { type Host, hostKill } from '../kernel-text.ts';
import { anonOf, lookOf, usual } from '../last-look.ts';
import { in44, in72, in617 } from '../other-kernels.ts';
import { daemonsOf, log, looks, many, type Scene, samples } from '../scene.ts';

/** Memory of the kernel, its drivers and its hypervisor, and the lines in which it says so itself. */

const game: Host = {
  era: '6.8',
  ram: 62_900,
  parts: { ...usual, hidden: 31_400 },
  tasks: [
    ...daemonsOf(90, 5),
    { comm: 'firefox', pid: 6_000, anon: 3_400, adj: 100, uid: 1_000 },
    { comm: 'Game-Win64-Ship', pid: 9_900, anon: 'rest', uid: 1_000 },
  ],
};
const sites: Host = {
  era: '6.8',
  ram: 31_800,
  parts: { ...usual, hidden: 17_900, slabKept: 900 },
  tasks: [...daemonsOf(60, 6), { comm: 'haproxy', pid: 3_000, anon: 'rest', uid: 99 }],
};
const sockets: Host = {
  era: '5.4',
  ram: 31_800,
  parts: { ...usual, hidden: 14_600, slabKept: 2_300 },
  tasks: [
    ...daemonsOf(60, 6),
    { comm: 'java', pid: 5_000, anon: 7_000, uid: 1_001 },
    { comm: 'envoy', pid: 4_100, anon: 'rest', uid: 101 },
  ],
};
const guest: Host = {
  era: '5.15',
  ram: 16_000,
  machine: 'QEMU Standard PC (Q35 + ICH9, 2009), BIOS 1.16.3-2 04/01/2014',
  parts: { ...usual, hidden: 7_900 },
  tasks: [
    ...daemonsOf(50, 5),
    { comm: 'postgres', pid: 2_000, anon: 2_900, uid: 26 },
    { comm: 'java', pid: 5_000, anon: 'rest', uid: 1_001 },
  ],
};
const slab: Host = {
  era: '3.10',
  ram: 15_900,
  parts: { ...usual, slabKept: 9_700 },
  tasks: [...daemonsOf(70, 5), { comm: 'asterisk', pid: 2_600, anon: 'rest', uid: 1_000 }],
};
const inodes: Host = {
  era: '5.4',
  ram: 64_000,
  parts: { ...usual, slabFreeable: 17_000, slabKept: 1_400 },
  tasks: [
    ...daemonsOf(90, 6),
    { comm: 'rsync', pid: 8_800, anon: 300, uid: 0 },
    { comm: 'java', pid: 5_000, anon: 'rest', uid: 1_001 },
  ],
};
const backends: Host = {
  era: '5.4',
  ram: 64_000,
  parts: { ...usual, shmem: 16_400, mapped: 16_200, pageTables: 24_000 },
  tasks: [
    ...daemonsOf(60, 5),
    ...many('postgres', 1_400, 7, 10_000, { uid: 26, shmem: 15_200, pageTables: 17 }),
    { comm: 'pgbouncer', pid: 2_300, anon: 'rest', uid: 26 },
  ],
};
const maps: Host = {
  era: '5.15',
  ram: 31_800,
  parts: { ...usual, hidden: 14_100 },
  tasks: [
    ...daemonsOf(60, 6),
    { comm: 'cilium-agent', pid: 2_700, anon: 800, adj: -997, uid: 0 },
    { comm: 'java', pid: 5_000, anon: 'rest', uid: 1_001 },
  ],
};
const slowest = (host: Host, comm: string, gone: (share: number) => number) => (share: number) => {
  const own = anonOf(host, comm);
  return [{ pid: 5_000, comm, rss: own - gone(share) }];
};
const gpu: Host = {
  era: '6.8',
  ram: 64_000,
  parts: { ...usual, hidden: 23_000 },
  tasks: [...daemonsOf(90), { comm: 'blender', pid: 6_000, anon: 'rest', uid: 1_000 }],
};

export const toldScenes: readonly Scene[] = [
  {
    id: 'pages-of-graphics-counted-by-7.2',
    story: '7.2 counts what graphics drivers hold in gpu_active: 30 GB of textures, which no process maps.',
    truth: { cause: 'kernel-unaccounted', victimIsCulprit: false, knowable: 'likely' },
    files: {
      'kern.log': log(
        in72(hostKill(game, { asking: { comm: 'Game-Win64-Ship', pid: 9_900 }, victim: 9_900 }), { gpuMiB: 30_700 }),
      ),
    },
  },
  {
    id: 'allocation-sites-name-the-driver',
    story:
      'A kernel with allocation profiling prints its ten largest sites: 17 GB from the receive path of one driver.',
    truth: { cause: 'kernel-unaccounted', victimIsCulprit: false, knowable: 'likely' },
    files: {
      'kern.log': log(
        in617(hostKill(sites, { asking: { comm: 'haproxy', pid: 3_000 }, victim: 3_000 })).flatMap((line) =>
          line === '0 pages hwpoisoned'
            ? [
                line,
                'Memory allocations:',
                '    17.0 GiB  4456448 drivers/net/ethernet/example/rx.c:412 [example_nic] func:example_alloc_rx_page',
                '    11.9 GiB  3119513 mm/memory.c:1061 func:folio_prealloc',
                '     412 MiB   105472 mm/slub.c:2433 func:alloc_slab_page',
                '     210 MiB    53760 mm/readahead.c:189 func:ractl_alloc_folio',
                '     101 MiB    25856 mm/shmem.c:1822 func:shmem_alloc_folio',
              ]
            : [line],
        ),
      ),
    },
  },
  {
    id: 'tcp-says-it-is-out-of-memory',
    story: 'Half the memory is in buffers of sockets: TCP complains for minutes before the kernel kills.',
    truth: { cause: 'kernel-unaccounted', victimIsCulprit: false, knowable: 'likely' },
    files: {
      'kern.log':
        log(
          Array.from({ length: 5 }, () => 'TCP: out of memory -- consider tuning tcp_mem'),
          'iso',
          -140,
        ) + log(hostKill(sockets, { asking: { comm: 'java', pid: 5_000 }, victim: 5_000 })),
    },
  },
  {
    id: 'balloon-inflates-within-a-minute',
    story: 'The hypervisor takes 7.7 GB of a guest back: no process and no counter rises, the total stays.',
    truth: { cause: 'kernel-unaccounted', who: null, victimIsCulprit: false, knowable: 'likely' },
    files: {
      'kern.log': log(hostKill(guest, { asking: { comm: 'java', pid: 5_000 }, victim: 5_000 })),
      ...samples({
        looks: looks(7_200, 10, (_, before) => {
          const taken = before > 60 ? 0 : 7_700 * (1 - before / 60);
          return {
            host: { ...lookOf({ ...guest, parts: { ...guest.parts, hidden: 200 + taken } }, 0) },
            processes: [
              { pid: 5_000, comm: 'java', rss: anonOf(guest, 'java') },
              { pid: 2_000, comm: 'postgres', rss: 2_900 },
            ],
          };
        }),
        total: 16_000,
      }),
    },
  },
  {
    id: 'slab-rises-for-three-days-4.4',
    story:
      'Call records of a module are never freed: SUnreclaim rises by 3 GB a day, asterisk is what is large enough to die.',
    truth: { cause: 'kernel-slab-growth', who: null, victimIsCulprit: false, knowable: 'sure' },
    files: {
      'kern.log': log(in44(hostKill(slab, { asking: { comm: 'asterisk', pid: 2_600 }, victim: 2_600 })), 'rfc3164'),
      ...samples({
        looks: looks(259_200, 600, (share) => ({
          host: lookOf({ ...slab, parts: { ...usual, slabKept: 400 + 9_300 * share } }, 0),
        })),
        total: 15_900,
      }),
    },
  },
  {
    id: 'inodes-stand-while-java-grows',
    story: 'rsync filled 17 GB of inodes days ago and reclaim keeps them; java grows by 21 GB in six hours beside it.',
    truth: { cause: 'process-leak', who: 'java', victimIsCulprit: true, knowable: 'likely' },
    files: {
      'messages.log': log(hostKill(inodes, { asking: { comm: 'java', pid: 5_000 }, victim: 5_000 }), 'rfc3164'),
      ...samples({
        looks: looks(21_600, 60, (share) => ({
          host: lookOf(inodes, 21_000 * (1 - share)),
          processes: slowest(inodes, 'java', (at) => 21_000 * (1 - at))(share),
        })),
        total: 64_000,
      }),
    },
  },
  {
    id: 'connections-cost-17-mb-of-tables-each',
    story: 'The pool is opened from 200 to 1,400 connections; each maps 16 GB of shared buffers in pages of 4 KiB.',
    truth: { cause: 'page-table-growth', who: 'postgres', victimIsCulprit: true, knowable: 'sure' },
    files: {
      'messages.log': log(hostKill(backends, { asking: { comm: 'postgres', pid: 10_300 }, victim: 10_900 }), 'rfc3164'),
      ...samples({
        looks: looks(10_800, 60, (share) => ({
          host: lookOf(
            { ...backends, parts: { ...backends.parts, pageTables: 3_400 + 20_600 * share } },
            8_000 * (1 - share),
          ),
        })),
        total: 64_000,
      }),
    },
  },
  {
    id: 'maps-grow-in-vmalloc',
    story: 'A network agent makes a map for every service and forgets it: VmallocUsed rises by 13 GB in two days.',
    truth: { cause: 'vmalloc-growth', or: ['kernel-unaccounted'], victimIsCulprit: false, knowable: 'likely' },
    files: {
      'kern.log': log(hostKill(maps, { asking: { comm: 'java', pid: 5_000 }, victim: 5_000 })),
      ...samples({
        looks: looks(172_800, 300, (share) => ({
          host: lookOf({ ...maps, parts: { ...usual, hidden: 500 + 13_500 * share } }, 0, {
            vmalloc: 100 + 13_500 * share,
          }),
          processes: [
            { pid: 5_000, comm: 'java', rss: anonOf(maps, 'java') },
            { pid: 2_700, comm: 'cilium-agent', rss: 812 },
          ],
        })),
        total: 31_800,
      }),
    },
  },
  {
    id: 'buffers-of-a-graphics-card',
    story: 'A renderer’s textures are in no counter (23 of 64 GB), its heap has the rest: both are its own.',
    truth: { cause: 'kernel-unaccounted', or: ['undetermined', 'process-leak'], knowable: 'no' },
    files: { 'kern.log': log(hostKill(gpu, { asking: { comm: 'blender', pid: 6_000 }, victim: 6_000 })) },
  },
];
