import { allocationFailure, type Host, hostKill, type Zone } from '../kernel-text.ts';
import { anonOf, lookOf, usual } from '../last-look.ts';
import { in64k } from '../other-kernels.ts';
import { asSampled, daemonsOf, log, looks, many, type Scene, samples } from '../scene.ts';

/** Hosts whose pages are not 4 KiB, and hosts whose addresses have 32 bits. */

const arm = { era: '5.15', machine: 'GIGABYTE R152-P32-00/MP32-AR2-00, BIOS F31n 09/30/2022' } as const;

/** Zones of an arm64 server: DMA is the first gigabytes, DMA32 has nothing. */
const armZones = (ram: number, free: number, maxOrder = 10): readonly Zone[] => [
  { node: 0, name: 'DMA', managed: 2_960, free: 610, minKb: 2_752, reserve: [0, 0, ram - 2_960, ram - 2_960] },
  { node: 0, name: 'Normal', managed: ram - 2_960, free, minKb: 87_360, reserve: [0, 0, 0, 0], maxOrder },
];
const merges: Host = {
  ...arm,
  ram: 126_000,
  zones: armZones(126_000, 84),
  parts: usual,
  tasks: [...daemonsOf(70, 14), { comm: 'clickhouse-serv', pid: 3_301, anon: 'rest', uid: 985 }],
};
const gigantic: Host = {
  ...arm,
  ram: 62_400,
  zones: armZones(62_400, 80),
  parts: { ...usual, huge: { total: 64, free: 63, pageMiB: 512 } },
  tasks: [
    ...daemonsOf(60, 14),
    { comm: 'java', pid: 5_100, anon: 'rest', uid: 1_001 },
    { comm: 'etcd', pid: 2_300, anon: 4_100, uid: 0 },
  ],
};
const single: Host = {
  ...arm,
  ram: 30_900,
  zones: armZones(30_900, 80),
  parts: usual,
  tasks: [
    ...daemonsOf(60, 14),
    { comm: 'mariadbd', pid: 2_000, anon: 5_200, uid: 27 },
    { comm: 'java', pid: 5_100, anon: 'rest', uid: 1_001 },
  ],
};
const accelerator: Host = {
  ...arm,
  ram: 126_000,
  zones: armZones(126_000, 5_300, 2),
  parts: { ...usual, file: 61_000, slabFreeable: 4_200 },
  tasks: [...daemonsOf(70, 14), { comm: 'python3', pid: 8_100, anon: 'rest', uid: 1_000 }],
};

/** Zones of an i686 kernel with PAE. */
const pae = (ram: number, normalFree: number, highFree: number): readonly Zone[] => [
  { node: 0, name: 'DMA', managed: 15.5, free: 3.4, minKb: 64, reserve: [0, 868, ram, ram].map(Math.round), holds: 0 },
  {
    node: 0,
    name: 'Normal',
    managed: 868,
    free: normalFree,
    minKb: 3_720,
    reserve: [0, 0, ram * 7, ram * 7].map(Math.round),
    holds: 0.004,
  },
  { node: 0, name: 'HighMem', managed: ram - 883.5, free: highFree, minKb: 512, reserve: [0, 0, 0, 0], holds: 0.996 },
];
const threads: Host = {
  era: '3.10',
  ram: 8_100,
  zones: pae(8_100, 3.5, 3_900),
  parts: { shmem: 20, file: 900, slabKept: 250, slabFreeable: 20, pageTables: 40, stacks: 430, hidden: 60 },
  swap: [4_096, 4_096],
  tasks: [...daemonsOf(40, 5), { comm: 'ircd', pid: 2_900, anon: 'rest', uid: 500 }],
};
/** Stacks are in the part of memory that the kernel can address, and nowhere else. */
const stacksInNormal = (lines: readonly string[], mib: number): string[] =>
  lines.map((line) =>
    / (DMA|Normal|HighMem) free:/.test(line)
      ? line.replace(/kernel_stack:\d+kB/, `kernel_stack:${line.includes(' Normal ') ? mib * 1024 : 0}kB`)
      : line,
  );
const fullPae: Host = {
  era: '3.10',
  ram: 4_040,
  zones: pae(4_040, 3.4, 0.4),
  parts: { shmem: 30, file: 8, slabKept: 110, slabFreeable: 40, pageTables: 60, stacks: 12, hidden: 60 },
  swap: [2_048, 0],
  tasks: [
    ...daemonsOf(40, 4),
    ...many('httpd', 44, 19, 6_000, { uid: 48, swap: 9 }),
    { comm: 'mysqld', pid: 2_100, anon: 'rest', swap: 900, uid: 27 },
  ],
};
const pi: Host = {
  era: '5.15',
  ram: 3_790,
  machine: 'Raspberry Pi 4 Model B Rev 1.4 (DT)',
  zones: [
    { node: 0, name: 'DMA', managed: 846, free: 0.6, minKb: 4_096, reserve: [0, 0, 2_944, 2_944] },
    { node: 0, name: 'DMA32', managed: 2_944, free: 1_120, minKb: 12_288, reserve: [0, 0, 0, 0] },
  ],
  parts: { shmem: 60, file: 900, slabKept: 60, slabFreeable: 90, pageTables: 12, stacks: 5 },
  tasks: [...daemonsOf(30, 5), { comm: 'libcamera-vid', pid: 1_480, anon: 'rest', uid: 1_000 }],
};

export const pageSizeScenes: readonly Scene[] = [
  {
    id: 'merge-takes-110-gb-at-once-64k-pages',
    story: 'clickhouse stands at 9 GB for two hours and takes all the rest within twenty seconds.',
    truth: { cause: 'process-spike', who: 'clickhouse-serv', victimIsCulprit: true, knowable: 'likely' },
    files: {
      'messages.log': log(
        in64k(hostKill(merges, { asking: { comm: 'clickhouse-serv', pid: 3_301 }, victim: 3_301 })),
        'rfc3164',
      ),
      ...samples({
        looks: looks(7_200, 10, (_, before) => {
          const top = anonOf(merges, 'clickhouse-serv');
          const own = before > 20 ? 9_000 + 200 * Math.sin(before / 41) : before > 10 ? 52_000 : top * 0.97;
          return {
            host: lookOf(merges, top - own),
            processes: [{ pid: 3_301, comm: 'clickhouse-serv', rss: own }, ...asSampled(daemonsOf(12, 14))],
          };
        }),
        total: 126_000,
      }),
    },
  },
  {
    id: 'sixty-four-pages-of-half-a-gigabyte',
    story:
      'nr_hugepages=64 was copied from a host with pages of 2 MiB: on this one it is 32 GB, of which one page is used.',
    truth: { cause: 'hugetlb-reservation', who: null, victimIsCulprit: false },
    files: {
      'messages.log': log(
        in64k(hostKill(gigantic, { asking: { comm: 'etcd', pid: 2_300 }, victim: 5_100 })),
        'rfc3164',
      ),
    },
  },
  {
    id: 'java-in-64k-pages-log-alone',
    story: 'One report: java has 24 of 31 GB. How it got there is not in it.',
    truth: {
      cause: 'process-leak',
      or: ['undetermined', 'process-spike', 'undersized'],
      who: 'java',
      victimIsCulprit: true,
      knowable: 'no',
    },
    files: {
      'dmesg.log': log(in64k(hostKill(single, { asking: { comm: 'java', pid: 5_100 }, victim: 5_100 })), 'dmesg'),
    },
  },
  {
    id: 'order-4-is-a-megabyte-here',
    story: 'A driver wants 1 MiB in one piece; 5 GB are free in pieces of 256 KiB and less.',
    truth: { cause: 'fragmentation', who: null, knowable: 'sure' },
    files: {
      'kern.log': log(
        in64k(
          allocationFailure(accelerator, {
            comm: 'python3',
            pid: 8_100,
            order: 4,
            mask: '0x40cc0',
            flags: 'GFP_KERNEL|__GFP_COMP',
            trace: ['npu_map_buffer+0x118/0x340 [npu]', 'npu_ioctl+0x9c/0x1f0 [npu]', '__arm64_sys_ioctl+0xa8/0xf0'],
          }),
        ).map((line) =>
          line.replace(/^(Node 0 Normal:) .*= (\d+)kB$/, (_, head: string, kb: string) => {
            const singles = Math.floor(Number(kb) / 64) - 4 * 600 - 2 * 900;
            return `${head} ${singles}*64kB (UM) 900*128kB (U) 600*256kB (U) 0*512kB 0*1024kB 0*2048kB 0*4096kB 0*8192kB 0*16384kB 0*32768kB 0*65536kB 0*131072kB 0*262144kB 0*524288kB = ${(singles + 4 * 600 + 2 * 900) * 64}kB`;
          }),
        ),
      ),
    },
  },
  {
    id: 'thread-stacks-fill-low-memory',
    story:
      '55,000 threads of 8 KiB stack on i686: low memory is full of stacks while 3.9 GB of high memory are free. Whose they are is not in the report.',
    truth: { cause: 'kernel-stack-growth', or: ['zone-exhausted'] },
    files: {
      'messages.log': log(
        stacksInNormal(
          hostKill(threads, {
            asking: { comm: 'ircd', pid: 2_900, order: 1, flags: 'GFP_KERNEL' },
            victim: 2_900,
          }),
          430,
        ),
        'rfc3164',
      ),
    },
  },
  {
    id: 'everything-full-on-i686',
    story: 'mysqld at 2.1 GB and 44 httpd, swap gone, high and low memory gone. One report.',
    truth: {
      cause: 'undersized',
      or: ['undetermined', 'process-leak', 'process-swarm'],
      who: 'mysqld',
      victimIsCulprit: true,
      knowable: 'no',
    },
    files: {
      'messages.log': log(hostKill(fullPae, { asking: { comm: 'httpd', pid: 6_030 }, victim: 2_100 }), 'rfc3164'),
    },
  },
  {
    id: 'camera-wants-the-first-gigabyte',
    story: 'Buffers of a camera must lie below 1 GiB; there is nothing, above there is more than 1 GB.',
    truth: { cause: 'zone-exhausted', who: null, knowable: 'sure' },
    files: {
      'dmesg.log': log(
        allocationFailure(pi, {
          comm: 'libcamera-vid',
          pid: 1_480,
          order: 0,
          mask: '0xcc1',
          flags: 'GFP_KERNEL|GFP_DMA',
          trace: ['dma_direct_alloc+0x84/0x310', 'vb2_dc_alloc+0xc8/0x220 [videobuf2_dma_contig]'],
        }),
        'dmesg',
      ),
    },
  },
];
