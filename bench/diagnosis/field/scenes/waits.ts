import { allocationFailure, type Host, hungTasks, memInfo } from '../kernel-text.ts';
import { usual } from '../last-look.ts';
import { in617, in2632 } from '../other-kernels.ts';
import { vmstatTimed } from '../sampler-text.ts';
import { daemonsOf, log, looks, type Scene, samples } from '../scene.ts';

/** Allocations that wait or cannot, and tasks that hang for it or for something else. */

const suse: Host = {
  era: '4.19',
  ram: 31_900,
  parts: { ...usual, file: 300 },
  swap: [4_096, 1_900],
  tasks: [...daemonsOf(60, 5), { comm: 'hdbindexserver', pid: 5_000, anon: 'rest', swap: 2_000, uid: 1_001 }],
};
const router: Host = {
  era: '3.10',
  ram: 7_900,
  nodeFree: [21],
  maxOrder: 0,
  parts: { ...usual, file: 3_900, slabFreeable: 400 },
  tasks: [...daemonsOf(50, 5), { comm: 'squid', pid: 3_000, anon: 'rest', uid: 23 }],
};
const idleLooks = (total: number) =>
  samples({
    looks: looks(3_600, 60, () => ({
      host: { total, free: total * 0.3, file: total * 0.3, anon: total * 0.3, slabKept: 300, slabFreeable: 500 },
    })),
    total,
  });
const nic: Host = {
  era: '5.15',
  ram: 32_000,
  nodeFree: [410],
  maxOrder: 0,
  parts: { ...usual, file: 12_000, slabFreeable: 2_000 },
  tasks: [...daemonsOf(90), { comm: 'haproxy', pid: 3_000, anon: 'rest', uid: 99 }],
};

export const waitScenes: readonly Scene[] = [
  {
    id: 'allocation-stalls-of-4.12',
    story:
      'SLES 12: order-0 allocations of a database wait for 14 seconds and more while swap reads and writes without end.',
    truth: { cause: 'memory-stall', knowable: 'likely' },
    files: {
      'messages.log': [0, 16, 35]
        .map((later) =>
          log(
            [
              `hdbindexserver: page allocation stalls for ${14_320 + later * 400}ms, order:0, mode:0x14201ca(GFP_HIGHUSER_MOVABLE|__GFP_COLD), nodemask=(null)`,
              'hdbindexserver cpuset=/ mems_allowed=0',
              'CPU: 7 PID: 5000 Comm: hdbindexserver Not tainted 4.12.14-122.162-default #1 SLE12-SP5',
              'Hardware name: HPE ProLiant DL360 Gen10/ProLiant DL360 Gen10, BIOS U32 07/14/2022',
              'Call Trace:',
              ' dump_stack+0x5a/0x75',
              ' warn_alloc+0x11b/0x190',
              ' __alloc_pages_slowpath+0x8b3/0xb70',
              ' __alloc_pages_nodemask+0x1cc/0x210',
              ' alloc_pages_vma+0x7c/0x1e0',
              ' __read_swap_cache_async+0x1cc/0x280',
              ' swapin_readahead+0x8d/0x1c0',
              ' do_swap_page+0x21c/0x6d0',
              ...memInfo(suse),
            ],
            'rfc3164',
            later,
          ),
        )
        .join(''),
      'vmstat.txt': vmstatTimed(
        looks(3_600, 10, (share, before) => ({
          host: {
            total: 31_900,
            free: 240,
            file: 320,
            anon: 29_900,
            swap: [4_096, 3_600 - 1_600 * share] as const,
          },
          ...(before < 600 ? { swapIn: 41_000, swapOut: 38_000 } : {}),
        })).map((look, index, all) => ({
          ...look,
          swapIn: index > all.length - 60 ? 41_000 : 0,
          swapOut: index > all.length - 60 ? 38_000 : 0,
        })),
      ),
    },
  },
  {
    id: 'page-allocation-failure-with-a-full-stop',
    story: '2.6.32 ends the words with a full stop: swapper cannot get two pages for a frame, none are in one piece.',
    truth: { cause: 'fragmentation', or: ['atomic-reserve-exhausted'], who: null },
    files: {
      'messages.log': log(
        [
          'swapper: page allocation failure. order:1, mode:0x20',
          'Pid: 0, comm: swapper Not tainted 2.6.32-431.el6.x86_64 #1',
          'Call Trace:',
          ' <IRQ>  [<ffffffff8112f9ba>] ? __alloc_pages_nodemask+0x74a/0x8d0',
          ' [<ffffffff8116e482>] ? kmem_getpages+0x62/0x170',
          ' [<ffffffff8144e1a8>] ? __alloc_skb+0x78/0x190',
          ' [<ffffffffa01b1d1e>] ? e1000_alloc_jumbo_rx_buffers+0x1de/0x310 [e1000e]',
          ...in2632(memInfo(router)),
        ],
        'rfc3164',
      ),
    },
  },
  {
    id: 'fence-of-a-graphics-card',
    story: 'A compositor waits for a fence that the card never signals; memory is fine.',
    truth: { cause: 'driver-hang', knowable: 'likely' },
    files: {
      'kern.log': log(
        in617([
          '[drm:amdgpu_job_timedout [amdgpu]] *ERROR* ring gfx_0.0.0 timeout, signaled seq=81120, emitted seq=81122',
          ...hungTasks('6.8', [
            {
              comm: 'kwin_wayland',
              pid: 2_210,
              trace: [
                'schedule_timeout+0x151/0x160',
                'dma_fence_default_wait+0x1f4/0x250',
                'dma_fence_wait_timeout+0x118/0x140',
                'amdgpu_vm_fini+0x1a9/0x5b0 [amdgpu]',
                'amdgpu_driver_postclose_kms+0x1b1/0x2b0 [amdgpu]',
                'drm_file_free+0x210/0x280 [drm]',
              ],
            },
          ]),
        ]),
      ),
      ...idleLooks(32_000),
    },
  },
  {
    id: 'network-block-device-disconnects',
    story: 'nbd loses its server: writers of the file system on it wait for their blocks.',
    truth: { cause: 'io-stall', or: ['remote-filesystem'] },
    files: {
      'kern.log': log([
        'block nbd0: Connection timed out, retrying (0/1 alive)',
        'block nbd0: shutting down sockets',
        'blk_update_request: I/O error, dev nbd0, sector 411208 op 0x1:(WRITE) flags 0x800 phys_seg 16 prio class 0',
        ...hungTasks('5.15', [
          {
            comm: 'jbd2/nbd0-8',
            pid: 4_120,
            trace: [
              'bit_wait_io+0x11/0x70',
              '__wait_on_bit+0x31/0xa0',
              'out_of_line_wait_on_bit+0x8c/0xb0',
              '__wait_on_buffer+0x34/0x40',
              'jbd2_journal_commit_transaction+0x1c8c/0x1f00',
            ],
          },
          {
            comm: 'registry',
            pid: 5_000,
            trace: [
              'wait_transaction_locked+0x8a/0xd0',
              'add_transaction_credits+0xcd/0x2c0',
              'start_this_handle+0x100/0x510',
            ],
          },
        ]),
      ]),
      ...idleLooks(16_000),
    },
  },
  {
    id: 'card-reader-swaps-for-minutes',
    story: 'A board with 1 GB swaps to an SD card: a browser, a shell and the journal wait for pages for minutes.',
    truth: { cause: 'memory-stall', knowable: 'likely' },
    files: {
      'dmesg.log': log(
        hungTasks(
          '6.8',
          [
            ['chromium-browse', 1_900],
            ['bash', 1_402],
            ['systemd-journal', 210],
          ].map(([comm, pid]) => ({
            comm: comm as string,
            pid: pid as number,
            seconds: 241,
            trace: [
              'io_schedule+0x48/0x70',
              'folio_wait_bit_common+0x184/0x3a0',
              '__folio_lock_or_retry+0xf4/0x110',
              'do_swap_page+0x4f8/0xb40',
              '__handle_mm_fault+0x4c4/0xcd0',
              'do_page_fault+0x1d8/0x4b0',
            ],
          })),
        ),
      ),
      'vmstat.txt': vmstatTimed(
        looks(1_800, 5, (share) => ({
          host: { total: 920, free: 24, file: 46, anon: 760, swap: [1_024, 700 - 640 * share] as const },
        })).map((look, index) => ({ ...look, swapIn: index > 40 ? 5_100 : 0, swapOut: index > 40 ? 3_900 : 0 })),
      ),
    },
  },
  {
    id: 'cpu-spins-among-two-hundred-million-dentries',
    story: 'A soft lockup in the shrinker of dentries: slab fills the host, nothing has been killed yet.',
    truth: { cause: 'memory-stall', or: ['kernel-slab-growth', 'lock-contention'] },
    files: {
      'kern.log': log([
        'watchdog: BUG: soft lockup - CPU#7 stuck for 23s! [kswapd0:312]',
        'Modules linked in: xfs overlay br_netfilter',
        'CPU: 7 PID: 312 Comm: kswapd0 Tainted: G             L    5.4.0-150-generic #167-Ubuntu',
        'Hardware name: Dell Inc. PowerEdge R640/0H28RR, BIOS 2.10.2 02/24/2021',
        'RIP: 0010:native_queued_spin_lock_slowpath+0x5b/0x1d0',
        'Call Trace:',
        ' _raw_spin_lock+0x20/0x30',
        ' shrink_dentry_list+0x3b/0x160',
        ' prune_dcache_sb+0x57/0x80',
        ' super_cache_scan+0x10b/0x1b0',
        ' do_shrink_slab+0x14e/0x2e0',
        ' shrink_slab+0xaf/0x2b0',
        ' shrink_node+0xdb/0x470',
        ' balance_pgdat+0x2c0/0x5d0',
        ' kswapd+0x1f6/0x3a0',
      ]),
      ...samples({
        looks: looks(7_200, 60, (share) => ({
          host: {
            total: 64_000,
            free: 600 - 300 * share,
            file: 900,
            anon: 20_000,
            slabKept: 900,
            slabFreeable: 38_000 + 2_600 * share,
          },
        })),
        total: 64_000,
      }),
    },
  },
  {
    id: 'order-1-of-a-jumbo-ring',
    story: 'An interrupt wants 8 KiB; 410 MB are free, all in single pages.',
    truth: { cause: 'fragmentation', or: ['atomic-reserve-exhausted'], who: null, knowable: 'likely' },
    files: {
      'kern.log': log(
        allocationFailure(nic, {
          comm: 'swapper/7',
          pid: 0,
          order: 1,
          mask: '0x40a20',
          flags: 'GFP_ATOMIC|__GFP_COMP',
          trace: ['skb_page_frag_refill+0x7c/0x110', 'ixgbe_alloc_rx_buffers+0x108/0x1b0 [ixgbe]'],
        }),
      ),
    },
  },
];
