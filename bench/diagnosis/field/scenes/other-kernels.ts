import { allocationFailure, groupKill, type Host, hostKill, type Task } from '../kernel-text.ts';
import { anonOf, lookOf, usual } from '../last-look.ts';
import { in617, in2632 } from '../other-kernels.ts';
import { daemonsOf, log, looks, many, type Scene, samples } from '../scene.ts';

/** Small machines, and kernels before 3.10 and behind 6.8. */

const el6: Host = {
  era: '3.10',
  ram: 7_870,
  parts: { ...usual, slabKept: 120, slabFreeable: 60, pageTables: 40, stacks: 4 },
  swap: [2_000, 0],
  tasks: [
    ...daemonsOf(60, 4),
    { comm: 'mysqld', pid: 2_000, anon: 'rest', uid: 27 },
    ...many('httpd', 30, 22, 3_000, { uid: 48 }),
  ],
};
const prefork: Host = {
  era: '3.10',
  ram: 3_840,
  parts: { ...usual, slabKept: 130, slabFreeable: 30, pageTables: 150, stacks: 8, shmem: 30 },
  swap: [1_024, 0],
  tasks: [
    ...daemonsOf(40, 2),
    ...many('httpd', 190, 15.8, 3_000, { uid: 48 }),
    { comm: 'mysqld', pid: 2_000, anon: 'rest', uid: 27 },
  ],
};
const segments: Host = {
  era: '3.10',
  ram: 16_050,
  parts: { ...usual, shmem: 11_700, mapped: 90, slabKept: 210, stacks: 8 },
  swap: [4_096, 2],
  tasks: [...daemonsOf(90, 3), { comm: 'java', pid: 6_000, anon: 'rest', uid: 500 }, ...many('db2sysc', 4, 160, 4_000)],
};
const router: Host = {
  era: '4.19',
  ram: 58,
  zones: [{ node: 0, name: 'Normal', managed: 58, free: 0.9, minKb: 1_012, reserve: [0, 0], types: 'UM' }],
  parts: {
    shmem: 27.5,
    file: 0.4,
    slabKept: 8.4,
    slabFreeable: 1.1,
    pageTables: 0.7,
    stacks: 0.6,
    mapped: 0.2,
    hidden: 3.2,
  },
  machine: 'MediaTek MT7621',
  tasks: [
    { comm: 'procd', pid: 1, anon: 0.4 },
    { comm: 'ubusd', pid: 310, anon: 0.3 },
    { comm: 'logd', pid: 420, anon: 0.5 },
    { comm: 'netifd', pid: 610, anon: 0.6 },
    { comm: 'hostapd', pid: 900, anon: 1.1 },
    { comm: 'dnsmasq', pid: 1_200, anon: 0.9 },
    { comm: 'uhttpd', pid: 1_300, anon: 0.7 },
    { comm: 'tcpdump', pid: 5_100, anon: 'rest' },
  ],
};
const gateway: Host = {
  era: '5.15',
  ram: 240,
  zones: [{ node: 0, name: 'Normal', managed: 240, free: 1.9, minKb: 2_040, reserve: [0, 0] }],
  parts: { shmem: 3, file: 1.1, slabKept: 18, slabFreeable: 3, pageTables: 2.2, stacks: 1.3, hidden: 8 },
  machine: 'Generic AM33XX (Flattened Device Tree)',
  tasks: [
    ...daemonsOf(14, 1.6),
    { comm: 'node-red', pid: 800, anon: 58, uid: 1_000 },
    { comm: 'modbusd', pid: 700, anon: 'rest' },
  ],
};
const cmaBoard: Host = {
  era: '5.15',
  ram: 925,
  zones: [{ node: 0, name: 'DMA', managed: 925, free: 247, minKb: 16_384, reserve: [0, 0, 0], cma: 232, types: 'UM' }],
  parts: { shmem: 12, file: 9, slabKept: 150, slabFreeable: 40, pageTables: 14, stacks: 6, hidden: 70 },
  machine: 'Raspberry Pi 3 Model B Plus Rev 1.3',
  tasks: [...daemonsOf(50, 2), { comm: 'chromium-browse', pid: 1_800, anon: 'rest', adj: 300, uid: 1_000 }],
};
const camera: Host = {
  era: '5.4',
  ram: 246,
  zones: [{ node: 0, name: 'Normal', managed: 246, free: 1.1, minKb: 2_048, reserve: [0, 0] }],
  parts: { shmem: 9, file: 96, slabKept: 22, slabFreeable: 11, pageTables: 2, stacks: 2, dirty: 1 },
  tasks: [...daemonsOf(16, 1.2), { comm: 'streamer', pid: 900, anon: 'rest' }],
};
const linkers: Host = {
  era: '6.8',
  ram: 94_600,
  parts: { ...usual, slabKept: 900, pageTables: 260 },
  swap: [8_192, 30],
  tasks: [
    ...daemonsOf(170, 5),
    ...Array.from(
      { length: 92 },
      (_, index): Task => ({
        comm: 'cc1plus',
        pid: 900_000 + index * 5,
        anon: 620 + ((index * 53) % 700),
        swap: 70,
        uid: 1_000,
      }),
    ),
    { comm: 'clangd', pid: 40_000, anon: 'rest', swap: 1_100, uid: 1_000 },
    ...many('ninja', 1, 30, 899_000, { uid: 1_000 }),
  ],
};
const guarded617: Host = {
  era: '6.8',
  ram: 31_900,
  parts: usual,
  tasks: [
    ...daemonsOf(70, 4).map((task) => ({ ...task, adj: -1000 })),
    { comm: 'falcon-sensor', pid: 1_400, anon: 'rest', adj: -1000 },
    { comm: 'bash', pid: 70_001, anon: 6, uid: 1_000 },
  ],
};
const balloon617: Host = {
  era: '6.8',
  ram: 31_800,
  parts: { ...usual, hidden: 21_300 },
  machine: 'QEMU Standard PC (Q35 + ICH9, 2009), BIOS 1.16.3-2 04/01/2014',
  tasks: [
    ...daemonsOf(90, 4),
    { comm: 'mysqld', pid: 2_000, anon: 6_900, uid: 27 },
    { comm: 'php-fpm', pid: 2_500, anon: 'rest', uid: 33 },
  ],
};
const tv: Host = {
  era: '4.19',
  ram: 1_930,
  zones: [{ node: 0, name: 'Normal', managed: 1_930, free: 11, minKb: 6_700, reserve: [0, 0, 0] }],
  parts: { shmem: 40, file: 60, slabKept: 190, slabFreeable: 40, pageTables: 70, stacks: 40, hidden: 470 },
  swap: [1_024, 0],
  tasks: [
    ...daemonsOf(60, 2),
    ...['launcher', 'player', 'gms', 'search', 'assistant', 'store'].map(
      (comm, index): Task => ({
        comm,
        pid: 2_000 + index * 40,
        anon: 60 + index * 14,
        swap: 80,
        adj: 100 * index,
        uid: 10_000 + index,
      }),
    ),
    { comm: 'system_server', pid: 900, anon: 'rest', swap: 60, adj: -900, uid: 1_000 },
  ],
};
const gem: Host = {
  era: '6.8',
  ram: 15_400,
  parts: { ...usual, shmem: 9_400, mapped: 260, file: 90 },
  swap: [4_096, 5],
  tasks: [
    ...daemonsOf(80, 3),
    { comm: 'gnome-shell', pid: 2_500, anon: 420, shmem: 60, uid: 1_000 },
    { comm: 'firefox', pid: 4_000, anon: 1_600, shmem: 90, adj: 100, uid: 1_000 },
    { comm: 'Xwayland', pid: 2_700, anon: 'rest', shmem: 80, uid: 1_000 },
  ],
};

export const otherKernelScenes: readonly Scene[] = [
  {
    id: 'el6-mysqld-grows-sampled-by-pidstat',
    story: 'mysqld on RHEL 6 grows 5 GB over 18 hours; one sample every five minutes, swap fills at the end.',
    truth: { cause: 'process-leak', who: 'mysqld', victimIsCulprit: true, knowable: 'sure' },
    files: {
      'messages.log': log(in2632(hostKill(el6, { asking: { comm: 'httpd', pid: 3_003 }, victim: 2_000 })), 'rfc3164'),
      ...samples({
        looks: looks(64_800, 300, (share) => {
          const top = anonOf(el6, 'mysqld');
          const own = 1_600 + (top - 1_600) * share;
          return {
            host: lookOf(el6, top - own, { swap: [2_000, share < 0.8 ? 1_990 : 1_990 * (1 - share) * 5] }),
            processes: [
              { pid: 2_000, comm: 'mysqld', rss: own },
              ...[0, 1, 2].map((n) => ({ pid: 3_000 + n * 3, comm: 'httpd', rss: 24 })),
            ],
          };
        }),
        total: 7_870,
      }),
    },
  },
  {
    id: 'el6-prefork-190-children',
    story: 'MaxClients 256 on 4 GB: 190 children of 16 MB, none large. The table shows it.',
    truth: { cause: 'process-swarm', or: ['undersized'], who: 'httpd', knowable: 'likely' },
    files: {
      'messages.log': log(
        in2632(hostKill(prefork, { asking: { comm: 'httpd', pid: 3_042 }, victim: 2_000 })),
        'rfc3164',
      ),
    },
  },
  {
    id: 'el6-segments-left-by-a-crash',
    story:
      'System V segments of a database that crashed stay: 11.7 GB of Shmem that nobody maps. Files or segments, the report cannot tell.',
    truth: {
      cause: 'shared-memory-growth',
      or: ['tmpfs-growth'],
      who: null,
      victimIsCulprit: false,
      knowable: 'likely',
    },
    files: {
      'messages.log': log(
        in2632(hostKill(segments, { asking: { comm: 'db2sysc', pid: 4_003 }, victim: 6_000 })),
        'rfc3164',
      ),
    },
  },
  {
    id: 'router-58-mb-capture-in-tmp',
    story: 'tcpdump writes a capture to /tmp (tmpfs) of a 64 MB router; 27 of 58 MB are files that nobody maps.',
    truth: { cause: 'tmpfs-growth', victimIsCulprit: false, knowable: 'likely' },
    files: { 'dmesg.log': log(hostKill(router, { asking: { comm: 'dnsmasq', pid: 1_200 }, victim: 5_100 }), 'dmesg') },
  },
  {
    id: 'gateway-256-mb-modbus-leaks',
    story: 'A field gateway whose modbus daemon leaks 10 MB an hour for 13 hours.',
    truth: { cause: 'process-leak', who: 'modbusd', victimIsCulprit: true, knowable: 'sure' },
    files: {
      'syslog.log': log(hostKill(gateway, { asking: { comm: 'node-red', pid: 800 }, victim: 700 }), 'rfc3164'),
      ...samples({
        looks: looks(46_800, 120, (share) => {
          const top = anonOf(gateway, 'modbusd');
          const own = 7 + (top - 7) * share;
          return {
            host: lookOf(gateway, top - own, {
              free: 2 + (top - own) * 0.4,
              file: 1 + (top - own) * 0.6,
              percpu: 0.3,
              vmalloc: 4,
            }),
            processes: [
              { pid: 700, comm: 'modbusd', rss: own + 1 },
              { pid: 800, comm: 'node-red', rss: 60 },
            ],
          };
        }),
        total: 240,
      }),
    },
  },
  {
    id: 'board-free-memory-is-cma',
    story:
      'GFP_KERNEL cannot use the 232 MB that are free: they belong to CMA. 15 MB are left for it, below the minimum.',
    truth: { cause: 'zone-exhausted', or: ['undetermined', 'fragmentation'], victimIsCulprit: false },
    files: {
      'kern.log': log(
        hostKill(cmaBoard, {
          asking: { comm: 'kworker/u8:2', pid: 77, flags: 'GFP_KERNEL', mask: '0xcc0' },
          victim: 1_800,
        }),
        'rfc3164',
      ),
    },
  },
  {
    id: 'camera-atomic-wifi',
    story:
      'Interrupt of a USB radio finds 1.1 MB free, below the minimum of 2 MB, while 96 MB are clean cache: the reserve is too small.',
    truth: { cause: 'atomic-reserve-exhausted', who: null, knowable: 'sure' },
    files: {
      'dmesg.log': log(
        allocationFailure(camera, {
          comm: 'ksoftirqd/0',
          pid: 9,
          mask: '0xa20',
          flags: 'GFP_ATOMIC',
          trace: ['__netdev_alloc_skb+0x4c/0x180', 'usb_hcd_giveback_urb+0x60/0xd0'],
        }),
        'dmesg',
      ),
    },
  },
  {
    id: 'ninja-92-compilers-6.17',
    story:
      'ninja without -j on 96 threads and 96 GB: 92 compilers of 0.6 to 1.3 GB. clangd is the victim because it is the largest.',
    truth: { cause: 'process-swarm', or: ['undersized'], who: 'cc1plus', victimIsCulprit: false, knowable: 'likely' },
    files: { 'kern.log': log(in617(hostKill(linkers, { asking: { comm: 'cc1plus', pid: 900_010 }, victim: 40_000 }))) },
  },
  {
    id: 'agent-unkillable-then-panic-6.17',
    story:
      'Everything is at -1000: the agent took 30 GB, the only shell is killed, then nobody is left and the kernel panics.',
    truth: {
      cause: 'process-leak',
      or: ['undetermined', 'process-spike'],
      who: 'falcon-sensor',
      victimIsCulprit: false,
      knowable: 'no',
    },
    files: {
      'console.log':
        log(
          in617(hostKill(guarded617, { asking: { comm: 'falcon-sensor', pid: 1_400, adj: -1000 }, victim: 70_001 })),
          'dmesg',
        ) +
        log(
          in617(
            hostKill(
              { ...guarded617, tasks: guarded617.tasks.filter(({ pid }) => pid !== 70_001) },
              {
                asking: { comm: 'falcon-sensor', pid: 1_400, adj: -1000 },
                victim: null,
                panic: 'Kernel panic - not syncing: System is deadlocked on memory',
              },
            ),
          ),
          'dmesg',
          1,
        ),
    },
  },
  {
    id: 'balloon-printed-by-6.17',
    story: 'The hypervisor took 20.5 GB through the balloon; 6.17 prints it at the node.',
    truth: { cause: 'kernel-unaccounted', who: null, victimIsCulprit: false, knowable: 'sure' },
    files: {
      'kern.log': log(
        in617(
          hostKill(balloon617, { asking: { comm: 'php-fpm', pid: 2_500 }, victim: 2_000 }),
          '6.17.0-8-generic',
          20_500,
        ),
      ),
    },
  },
  {
    id: 'tv-box-zram-full',
    story: 'Six apps on a 2 GB box, zram full: nobody stands out. A leak, a launch too many: the report does not say.',
    truth: { cause: 'undersized', or: ['undetermined', 'process-leak'], knowable: 'no' },
    files: { 'dmesg.log': log(hostKill(tv, { asking: { comm: 'player', pid: 2_040 }, victim: 2_200 }), 'dmesg') },
  },
  {
    id: 'gem-objects-in-shmem-6.17',
    story:
      'Buffer objects of the graphics driver are shmem: 9.4 GB of Shmem of which 260 MB are mapped. Looks like files in tmpfs.',
    truth: { cause: 'shared-memory-growth', or: ['tmpfs-growth', 'undetermined'], victimIsCulprit: false },
    files: {
      'journal.log': log(
        in617(hostKill(gem, { asking: { comm: 'gnome-shell', pid: 2_500 }, victim: 4_000 })),
        'journal',
      ),
    },
  },
  {
    id: 'el6-docker-v1-group-of-2.6.32',
    story: 'A cgroup of 512 MB on RHEL 6; one process holds all of it. One report: leak, spike or limit.',
    truth: {
      cause: 'process-leak',
      or: ['undetermined', 'limit-too-small', 'process-spike'],
      who: 'perl',
      victimIsCulprit: true,
      knowable: 'no',
    },
    files: {
      'messages.log': log(
        in2632(
          groupKill({
            era: '3.10',
            path: '/batch/job77',
            limit: 512,
            file: 2,
            tasks: [
              { comm: 'perl', pid: 9_100, anon: 'rest', uid: 500 },
              { comm: 'sh', pid: 9_099, anon: 0.4, uid: 500 },
            ],
            victim: 9_100,
          }),
        ),
        'rfc3164',
      ),
    },
  },
];
