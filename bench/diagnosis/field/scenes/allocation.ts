import { allocationFailure, type Host, hostKill, memInfo, type Zone } from '../kernel-text.ts';
import { daemonsOf, log, type Scene } from '../scene.ts';

const roomy = (ram: number, free: number, maxOrder: number, era: Host['era'] = '5.15'): Host => ({
  era,
  ram,
  nodeFree: [free],
  maxOrder,
  parts: { shmem: 300, file: ram * 0.4, slabKept: ram * 0.02, slabFreeable: ram * 0.08, pageTables: 100, stacks: 40 },
  tasks: [...daemonsOf(20), { comm: 'java', pid: 5_000, anon: 'rest', uid: 1001 }],
});
const tightReserve = (ram: number, freeMiB: number, era: Host['era'] = '5.15'): Host => ({
  era,
  ram,
  zones: [
    {
      node: 0,
      name: 'DMA',
      managed: 15.4,
      free: 11,
      minKb: 16,
      reserve: [0, 2880, ram - 20, ram - 20].map((mib) => Math.round(mib)),
    },
    {
      node: 0,
      name: 'DMA32',
      managed: 2880,
      free: ((ram - 2900) / 256) * 0.96,
      minKb: 3100,
      reserve: [0, 0, Math.round(ram - 2900), Math.round(ram - 2900)],
    },
    { node: 0, name: 'Normal', managed: ram - 2895.4, free: freeMiB, minKb: 64_400, reserve: [0, 0, 0, 0] },
  ],
  parts: { shmem: 300, file: ram * 0.45, slabKept: ram * 0.02, slabFreeable: ram * 0.04, pageTables: 100, stacks: 40 },
  tasks: [...daemonsOf(20), { comm: 'java', pid: 5_000, anon: 'rest', uid: 1001 }],
});
const low32 = (era: Host['era'], ram: number, normalFree: number, highFree: number, slab: number): Host => {
  const zones: readonly Zone[] = [
    {
      name: 'DMA',
      managed: 15.5,
      free: 3.4,
      minKb: 64,
      reserve: [0, 868, 868 + ram, 868 + ram].map(Math.round),
      holds: 0,
    },
    {
      name: 'Normal',
      managed: 868,
      free: normalFree,
      minKb: 3_700,
      reserve: [0, 0, Math.round((ram - 884) * 2), Math.round((ram - 884) * 2)],
      holds: 0.005,
    },
    { name: 'HighMem', managed: ram - 883.5, free: highFree, minKb: 512, reserve: [0, 0, 0, 0], holds: 0.995 },
  ];
  return {
    era,
    ram,
    zones: zones.map((zone) => ({ ...zone, node: 0 })),
    parts: { shmem: 60, file: ram * 0.25, slabKept: slab, slabFreeable: 90, pageTables: 90, stacks: 30, hidden: 40 },
    swap: [4096, 4000],
    tasks: [...daemonsOf(60), { comm: 'mysqld', pid: 2_000, anon: 'rest', uid: 27 }],
  };
};
const dma32: Host = {
  era: '5.15',
  ram: 32_000,
  zones: [
    { node: 0, name: 'DMA', managed: 15.4, free: 11, minKb: 32, reserve: [0, 2900, 31_900, 31_900] },
    { node: 0, name: 'DMA32', managed: 2900, free: 4.2, minKb: 6_100, reserve: [0, 0, 29_000, 29_000] },
    { node: 0, name: 'Normal', managed: 29_084, free: 8_200, minKb: 61_200, reserve: [0, 0, 0, 0] },
  ],
  parts: { shmem: 300, file: 9_000, slabKept: 500, slabFreeable: 900, pageTables: 100, stacks: 40 },
  tasks: [...daemonsOf(20), { comm: 'java', pid: 5_000, anon: 'rest', uid: 1001 }],
};
const dma: Host = {
  ...dma32,
  zones: [
    { node: 0, name: 'DMA', managed: 15.4, free: 0.02, minKb: 32, reserve: [0, 2900, 31_900, 31_900] },
    { node: 0, name: 'DMA32', managed: 2900, free: 1_400, minKb: 6_100, reserve: [0, 0, 29_000, 29_000] },
    { node: 0, name: 'Normal', managed: 29_084, free: 6_200, minKb: 61_200, reserve: [0, 0, 0, 0] },
  ],
};
const orderKill: Host = {
  ...roomy(16_000, 900, 1, '5.4'),
  parts: { shmem: 300, file: 900, slabKept: 900, slabFreeable: 400, pageTables: 100, stacks: 40 },
  swap: [4096, 3900],
};

const oversized = (text: string): string[] => [
  text,
  'CPU: 3 PID: 9120 Comm: ipset Not tainted 5.15.0-101-generic #111-Ubuntu',
  'Hardware name: Dell Inc. PowerEdge R640/0X45NX, BIOS 2.8.1 06/26/2020',
  'Call Trace:',
  ' <TASK>',
  ' dump_stack_lvl+0x4a/0x63',
  ' warn_alloc+0x15e/0x190',
  ' __vmalloc_node_range+0x22e/0x330',
  ' kvmalloc_node+0x4e/0x90',
  ' </TASK>',
];

export const allocationScenes: readonly Scene[] = [
  {
    id: 'frag-order4-copy-process',
    truth: { cause: 'fragmentation', who: null },
    files: {
      'kern.log': log(
        allocationFailure(roomy(64_000, 1_900, 2), {
          comm: 'java',
          pid: 5_120,
          order: 4,
          mask: '0x40dc0',
          flags: 'GFP_KERNEL|__GFP_COMP|__GFP_ZERO',
          trace: ['kmalloc_order+0x28/0x90', 'kmalloc_order_trace+0x1d/0xa0', '__kmalloc+0x21a/0x250'],
        }),
      ),
    },
  },
  {
    id: 'frag-order5-nic-atomic',
    truth: { cause: 'fragmentation', or: ['atomic-reserve-exhausted'], who: null },
    files: {
      'kern.log': log(
        allocationFailure(roomy(128_000, 2_400, 3), {
          comm: 'swapper/12',
          pid: 0,
          order: 5,
          mask: '0x40a20',
          flags: 'GFP_ATOMIC|__GFP_COMP',
          trace: ['mlx5e_alloc_rx_mpwqe+0x7c/0x690 [mlx5_core]', 'mlx5e_post_rx_mpwqes+0x121/0x2a0 [mlx5_core]'],
        }),
      ),
    },
  },
  {
    id: 'frag-order3-oom',
    truth: { cause: 'fragmentation', who: null, victimIsCulprit: false },
    files: {
      'kern.log': log(
        hostKill(orderKill, {
          asking: { comm: 'dockerd', pid: 714, order: 3, mask: '0x40cc0', flags: 'GFP_KERNEL|__GFP_COMP' },
          victim: 5_000,
        }),
      ),
    },
  },
  {
    id: 'frag-order9-driver',
    truth: { cause: 'fragmentation', who: null },
    files: {
      'messages.log': log(
        allocationFailure(roomy(32_000, 700, 5), {
          comm: 'modprobe',
          pid: 8_120,
          order: 9,
          mask: '0xcc4',
          flags: 'GFP_KERNEL|GFP_DMA32',
          trace: ['dma_direct_alloc+0x1c1/0x210'],
        }),
        'rfc3164',
      ),
    },
  },
  {
    id: 'atomic-mlx5-rx',
    truth: { cause: 'atomic-reserve-exhausted', who: null },
    files: {
      'kern.log': log(
        allocationFailure(tightReserve(128_000, 20), {
          comm: 'swapper/7',
          pid: 0,
          order: 0,
          mask: '0x480020',
          flags: 'GFP_ATOMIC',
          trace: ['mlx5e_post_rx_wqes+0x98/0x210 [mlx5_core]', 'net_rx_action+0x142/0x380'],
        }),
      ),
    },
  },
  {
    id: 'atomic-ksoftirqd-virtio',
    truth: { cause: 'atomic-reserve-exhausted', who: null },
    files: {
      'kern.log': log(
        allocationFailure(tightReserve(16_000, 14), {
          comm: 'ksoftirqd/2',
          pid: 29,
          order: 0,
          mask: '0xa20',
          flags: 'GFP_ATOMIC',
          trace: ['virtnet_poll+0x2d3/0x4a0 [virtio_net]', 'net_rx_action+0x142/0x380'],
        }),
      ),
    },
  },
  {
    id: 'atomic-nvme-tcp',
    truth: { cause: 'atomic-reserve-exhausted', who: null },
    files: {
      'messages.log': log(
        [
          ...allocationFailure(tightReserve(64_000, 25), {
            comm: 'kworker/u97:3',
            pid: 2_211,
            order: 0,
            mask: '0x480020',
            flags: 'GFP_ATOMIC',
            trace: ['sk_page_frag_refill+0x7c/0x110', 'tcp_sendmsg_locked+0x1f2/0xd10'],
          }),
        ],
        'rfc3164',
      ),
    },
  },
  {
    id: 'zone-lowmem-pae-3.10',
    truth: { cause: 'zone-exhausted', who: null, victimIsCulprit: false },
    files: {
      'messages.log': log(
        hostKill(low32('3.10', 16_100, 3.5, 9_400, 330), {
          asking: { comm: 'sshd', pid: 640, flags: 'GFP_KERNEL', order: 0 },
          victim: 2_000,
        }),
        'rfc3164',
      ),
    },
  },
  {
    id: 'zone-lowmem-pae-4.19',
    truth: { cause: 'zone-exhausted', who: null, victimIsCulprit: false },
    files: {
      'kern.log': log(
        hostKill(low32('4.19', 8_050, 3.3, 2_900, 260), {
          asking: { comm: 'kworker/0:2', pid: 340, flags: 'GFP_KERNEL', mask: '0x6000c0' },
          victim: 2_000,
        }),
      ),
    },
  },
  {
    id: 'zone-dma32',
    truth: { cause: 'zone-exhausted', who: null },
    files: {
      'kern.log': log(
        allocationFailure(dma32, {
          comm: 'Xorg',
          pid: 1_900,
          order: 0,
          mask: '0xcc4',
          flags: 'GFP_KERNEL|GFP_DMA32',
          trace: ['ttm_pool_alloc+0x2a0/0x5a0 [ttm]'],
        }),
      ),
    },
  },
  {
    id: 'zone-dma',
    truth: { cause: 'zone-exhausted', who: null },
    files: {
      'kern.log': log(
        allocationFailure(dma, {
          comm: 'modprobe',
          pid: 1_900,
          order: 0,
          mask: '0xcc1',
          flags: 'GFP_KERNEL|GFP_DMA',
          trace: ['dma_direct_alloc+0x1c1/0x210'],
        }),
      ),
    },
  },
  {
    id: 'oversized-ipset',
    truth: { cause: 'oversized-request', who: null },
    files: {
      'kern.log': log(
        oversized(
          'ipset: vmalloc error: size 137438953472, exceeds total pages, mode:0xdc0(GFP_KERNEL|__GFP_ZERO), nodemask=(null),cpuset=/,mems_allowed=0-1',
        ),
      ),
    },
  },
  {
    id: 'oversized-bpf-old',
    truth: { cause: 'oversized-request', who: null },
    files: {
      'kern.log': log([
        ...oversized(
          'ipset: vmalloc: allocation failure: 68719476736 bytes, mode:0x14080c0(GFP_KERNEL|__GFP_ZERO), nodemask=(null)',
        ),
        ...memInfo({ ...roomy(16_000, 2_400, 10), era: '4.19' }),
      ]),
    },
  },
  {
    id: 'oversized-in-6.8',
    truth: { cause: 'oversized-request', who: null },
    files: {
      'kern.log': log(
        oversized(
          'nft: vmalloc error: size 1099511627776, exceeds total pages, mode:0xcc0(GFP_KERNEL), nodemask=(null),cpuset=user.slice,mems_allowed=0',
        ),
      ),
    },
  },
];
