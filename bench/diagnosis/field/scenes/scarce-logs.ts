import { type Framing, groupKill, type Host, hostKill, hungTasks } from '../kernel-text.ts';
import { anonOf, lookOf, usual } from '../last-look.ts';
import { daemonsOf, killLine, log, looks, many, type Scene, said, samples } from '../scene.ts';

/** Logs that rotation, limits of rate and settings left little of; logs in which nothing happened; tasks that hang. */

/** The lines that match nothing are lost: what a limit of rate or a full console drops. */
const without = (lines: readonly string[], lost: RegExp): string[] => lines.filter((line) => !lost.test(line));
/** From the first line that matches on. */
const from = (lines: readonly string[], start: RegExp): string[] =>
  lines.slice(lines.findIndex((line) => start.test(line)));
const upTo = (lines: readonly string[], end: RegExp): string[] =>
  lines.slice(
    0,
    lines.findIndex((line) => end.test(line)),
  );
const server: Host = {
  era: '5.15',
  ram: 64_000,
  parts: usual,
  tasks: [
    ...daemonsOf(150),
    { comm: 'mysqld', pid: 2_000, anon: 'rest', uid: 27 },
    { comm: 'java', pid: 5_000, anon: 8_000, uid: 1_001 },
  ],
};
const report = hostKill(server, { asking: { comm: 'java', pid: 5_000 }, victim: 2_000 });
const slab: Host = {
  era: '5.15',
  ram: 16_000,
  parts: { ...usual, slabKept: 11_300 },
  tasks: [...daemonsOf(90), { comm: 'nginx', pid: 3_000, anon: 'rest', uid: 33 }],
};
const preferred: Host = {
  era: '5.15',
  ram: 16_000,
  parts: usual,
  tasks: [
    ...daemonsOf(80),
    { comm: 'indexer', pid: 7_000, anon: 'rest', uid: 1_001 },
    { comm: 'helper', pid: 7_700, anon: 31, adj: 1000 },
  ],
};
const crowd: Host = {
  era: '4.19',
  ram: 15_800,
  parts: { ...usual, stacks: 90, pageTables: 190 },
  tasks: [
    ...daemonsOf(60, 4),
    ...many('rsync', 290, 33, 40_000),
    ...many('sh', 290, 1.2, 39_999),
    { comm: 'mysqld', pid: 2_000, anon: 'rest', uid: 27 },
  ],
};
const crowdReport = hostKill(crowd, { asking: { comm: 'rsync', pid: 40_300 }, victim: 2_000 });
const unit: string = '/system.slice/render.service';
const leaking: Host = {
  era: '6.8',
  ram: 7_800,
  parts: usual,
  tasks: [
    ...daemonsOf(50, 4),
    { comm: 'node', pid: 4_000, anon: 'rest', uid: 1_000 },
    { comm: 'postgres', pid: 2_000, anon: 700, shmem: 90, uid: 26 },
  ],
};
const storm = (framing: Framing): string => {
  const pids = [7_003, 7_010, 7_021, 7_040, 7_055, 7_061];
  return pids
    .map((pid, index) =>
      log(
        killLine(
          hostKill(
            {
              era: '5.15',
              ram: 8_000,
              parts: usual,
              tasks: [
                ...daemonsOf(30),
                ...pids.map((one) => ({ comm: 'apache2', pid: one, anon: 38, uid: 33 })),
                { comm: 'x', pid: 9, anon: 'rest' },
              ],
            },
            { asking: { comm: 'apache2', pid }, victim: pid },
          ),
        ),
        framing,
        index * 3,
      ),
    )
    .join('');
};

export const scarceLogScenes: readonly Scene[] = [
  {
    id: 'unit-line-of-the-journal-alone',
    story: 'Only systemd speaks: the kernel’s lines are not in this journal.',
    truth: { cause: 'undetermined', or: ['process-leak'], knowable: 'no' },
    files: {
      'journal.log':
        said('systemd[1]', 'render.service: A process of this unit has been killed by the OOM killer.') +
        said('systemd[1]', "render.service: Failed with result 'oom-kill'.", 1) +
        said('systemd[1]', 'render.service: Consumed 2h 11min CPU time.', 1),
    },
  },
  {
    id: 'unit-line-and-its-group-rising',
    story: 'systemd says it, and memory.current of the unit rose for five hours to memory.max.',
    truth: { cause: 'process-leak', who: 'render.service', knowable: 'likely' },
    files: {
      'journal.log':
        said('systemd[1]', 'render.service: A process of this unit has been killed by the OOM killer.') +
        said('systemd[1]', "render.service: Failed with result 'oom-kill'.", 1),
      ...samples({
        looks: looks(18_000, 60, (share) => ({
          groups: [{ path: unit, current: 510 + 3_560 * share, max: 4_096, anon: 480 + 3_560 * share, file: 20 }],
        })),
        total: 32_000,
      }),
    },
  },
  {
    id: 'kill-line-alone',
    story: 'One line: a size without a total.',
    truth: { cause: 'undetermined', or: ['process-leak'], knowable: 'no' },
    files: { 'kern.log': log(killLine(report)) },
  },
  {
    id: 'kill-line-and-sar',
    story: 'One line, and sar -r every ten minutes: 55 GB taken evenly over ten hours.',
    truth: { cause: 'process-leak', or: ['undetermined'], who: 'mysqld' },
    files: {
      'kern.log': log(killLine(report)),
      ...samples({
        looks: looks(36_000, 600, (share) => ({
          host: lookOf(server, (anonOf(server, 'mysqld') - 2_000) * (1 - share)),
        })),
        total: 64_000,
        sar: true,
      }),
    },
  },
  {
    id: 'kill-line-and-pidstat',
    story: 'One line, and pidstat: the killed process grew 8 to 55 GB in four hours.',
    truth: { cause: 'process-leak', who: 'mysqld', victimIsCulprit: true, knowable: 'likely' },
    files: {
      'kern.log': log(killLine(report)),
      ...samples({
        looks: looks(14_400, 60, (share) => ({
          processes: [
            { pid: 2_000, comm: 'mysqld', rss: 8_000 + (anonOf(server, 'mysqld') - 8_000) * share },
            { pid: 5_000, comm: 'java', rss: 8_000 },
          ],
        })),
        total: 64_000,
      }),
    },
  },
  {
    id: 'no-table-slab-is-large',
    story: 'vm.oom_dump_tasks=0; 11.3 of 16 GB are unreclaimable slab.',
    truth: { cause: 'kernel-slab-growth', who: null, knowable: 'sure' },
    files: { 'kern.log': log(hostKill(slab, { asking: { comm: 'nginx', pid: 3_000 }, victim: 3_000, noTable: true })) },
  },
  {
    id: 'no-table-preferred-victim',
    story:
      'vm.oom_dump_tasks=0; anonymous memory fills the host, a helper of 31 MB with 1000 dies. Who has the rest is not printed.',
    truth: { cause: 'process-leak', or: ['undetermined'], who: null, victimIsCulprit: false, knowable: 'no' },
    files: {
      'kern.log': log(
        hostKill(preferred, { asking: { comm: 'helper', pid: 7_700, adj: 1000 }, victim: 7_700, noTable: true }),
      ),
    },
  },
  {
    id: 'largest-row-lost',
    story:
      'The limit of rate dropped the middle of the table, with it the row of 55 GB; java with 8 GB is the largest that is left.',
    truth: { cause: 'process-leak', or: ['undetermined'], knowable: 'no' },
    files: {
      'kern.log': log(without(upTo(report, /^oom-kill:/), /mysqld|sshd|crond|rsyslogd|chronyd|agetty|polkitd|tuned/)),
    },
  },
  {
    id: 'head-rotated-away',
    story: 'The file begins within the zones: the request and most counters are lost; table and kill are there.',
    truth: { cause: 'process-leak', or: ['undetermined'], who: 'mysqld', victimIsCulprit: true, knowable: 'no' },
    files: { 'kern.log': log(from(report, /^Node 0 DMA32: /)) },
  },
  {
    id: 'crowd-without-a-head',
    story: 'The file begins within the table: 290 rsync of 33 MB that cron started every minute on top of each other.',
    truth: { cause: 'process-swarm', or: ['undetermined'], who: 'rsync' },
    files: { 'kern.log': log(from(crowdReport, /^\[.* systemd-udevd$/), 'rfc3164') },
  },
  {
    id: 'six-kill-lines-in-a-row',
    story: 'Six small workers die within 15 s; that none of them was the cause is plain, what was is not.',
    truth: { cause: 'undetermined', or: ['process-swarm', 'process-leak'], knowable: 'no' },
    files: { 'dmesg.log': storm('dmesg') },
  },
  {
    id: 'pids-limit-refuses-forks',
    story:
      'A service reached TasksMax: forks are refused, memory has nothing to do with it. Labelled process-swarm at first: told as a note, and rightly.',
    truth: { cause: 'none' },
    files: {
      'kern.log': log(['cgroup: fork rejected by pids controller in /system.slice/jenkins.service']),
    },
  },
  {
    id: 'accounting-refuses-64-gb',
    story: 'vm.overcommit_memory=2: one process asks for 64 GB of address space. Nothing was killed.',
    truth: { cause: 'overcommit-refused', who: 'java', knowable: 'sure' },
    files: {
      'kern.log': log([
        '__vm_enough_memory: pid: 4312, comm: java, bytes: 68719476736 not enough memory for the allocation',
      ]),
    },
  },
  {
    id: 'vmap-area-of-a-32-bit-board',
    story: 'vmalloc space of a 32-bit board is used up by ioremap and modules.',
    truth: { cause: 'vmalloc-growth', or: ['oversized-request', 'zone-exhausted', 'undetermined'] },
    files: {
      'dmesg.log': log(['vmap allocation for size 4198400 failed: use vmalloc=<size> to increase size'], 'dmesg'),
    },
  },
  {
    id: 'bounce-buffers-are-full',
    story: 'An encrypted guest does all its I/O through 64 MB of bounce buffers.',
    truth: { cause: 'zone-exhausted', or: ['undetermined', 'fragmentation', 'atomic-reserve-exhausted'] },
    files: {
      'kern.log': log([
        'nvme 0000:00:04.0: swiotlb buffer is full (sz: 131072 bytes), total 32768 (slots), used 32741 (slots)',
      ]),
    },
  },
  {
    id: 'sysrq-among-real-kills',
    story: 'Someone pressed SysRq f on a host with 40 % free.',
    truth: { cause: 'manual', knowable: 'sure' },
    files: {
      'kern.log': log([
        'sysrq: Manual OOM execution',
        ...hostKill(
          { ...server, nodeFree: [26_000] },
          {
            asking: { comm: 'kworker/2:1', pid: 311, mask: '0xcc0', flags: 'GFP_KERNEL' },
            victim: 2_000,
            manual: true,
          },
        ),
      ]),
    },
  },
  {
    id: 'restarted-by-systemd-every-hour',
    story: 'Three kills, the lives of node 61, 60 and 62 minutes long, each time at the same size; ps once a minute.',
    truth: { cause: 'process-leak', who: 'node', victimIsCulprit: true, knowable: 'sure' },
    files: {
      'kern.log': [0, 3_660, 7_260]
        .map((later, index) =>
          log(
            hostKill(
              {
                ...leaking,
                tasks: leaking.tasks.map((task) =>
                  task.comm === 'node' ? { ...task, pid: 4_000 + index * 700 } : task,
                ),
              },
              {
                asking: { comm: 'node', pid: 4_000 + index * 700 },
                victim: 4_000 + index * 700,
                cgroup: '/system.slice/api.service',
              },
            ),
            'iso',
            later - 7_260,
          ),
        )
        .join(''),
      ...samples({
        looks: looks(10_920, 60, (_, before) => {
          const life = before > 7_260 ? 0 : before > 3_600 ? 1 : 2;
          const since = [10_920, 7_260, 3_600][life] as number;
          const lasts = [3_660, 3_660, 3_600][life] as number;
          const top = anonOf(leaking, 'node');
          const own = 250 + (top - 250) * ((since - before) / lasts);
          return {
            host: lookOf(leaking, top - own),
            processes: [
              { pid: 4_000 + life * 700, comm: 'node', rss: own },
              { pid: 2_000, comm: 'postgres', rss: 790 },
            ],
          };
        }),
        total: 7_800,
      }),
    },
  },
  {
    id: 'samples-begin-after-the-kill',
    story: 'The sampler was started by the person who came to look: everything is from afterwards.',
    truth: { cause: 'process-leak', or: ['undetermined', 'process-spike'], who: 'mysqld', knowable: 'no' },
    files: {
      'kern.log': log(report, 'iso', -7_000),
      ...samples({
        looks: looks(6_600, 60, () => ({
          host: lookOf(server, anonOf(server, 'mysqld') - 3_000),
          processes: [
            { pid: 9_000, comm: 'mysqld', rss: 3_000 },
            { pid: 5_000, comm: 'java', rss: 8_000 },
          ],
        })),
        total: 64_000,
      }),
    },
  },
  {
    id: 'group-kill-line-alone',
    story: 'Of a kill within a group only the line of the kill is left.',
    truth: { cause: 'undetermined', or: ['process-leak', 'limit-too-small'], knowable: 'no' },
    files: {
      'kern.log': log(
        killLine(
          groupKill({
            era: '5.15',
            path: '/docker/aa',
            limit: 2_048,
            tasks: [{ comm: 'solr', pid: 900, anon: 'rest' }],
            victim: 900,
          }),
        ),
      ),
    },
  },
  {
    id: 'cifs-server-gone',
    story: 'A file server is gone; three tasks wait for answers.',
    truth: { cause: 'remote-filesystem', knowable: 'likely' },
    files: {
      'kern.log': log([
        'CIFS: VFS: \\\\fs01 has not responded in 180 seconds. Reconnecting...',
        ...hungTasks(
          '5.15',
          [8_001, 8_020].map((pid) => ({
            comm: 'rsync',
            pid,
            trace: [
              'wait_for_response+0x9c/0xe0 [cifs]',
              'compound_send_recv+0x4f2/0xa20 [cifs]',
              'smb2_query_path_info+0x11b/0x2a0 [cifs]',
              'cifs_revalidate_dentry_attr+0x52/0x330 [cifs]',
            ],
          })),
        ),
      ]),
    },
  },
  {
    id: 'owner-of-a-mutex-runs-6.17',
    story: 'Four tasks wait for a mutex whose owner the kernel names; the owner itself is not hung.',
    truth: { cause: 'lock-contention', knowable: 'likely' },
    files: {
      'kern.log': log(
        hungTasks(
          '6.8',
          [600, 601, 602, 603].map((pid) => ({
            comm: 'ip',
            pid,
            trace: [
              'schedule_preempt_disabled+0x15/0x30',
              '__mutex_lock.constprop.0+0x3f2/0x6e0',
              'rtnl_newlink+0x41/0xa0',
              'rtnetlink_rcv_msg+0x37f/0x3f0',
            ],
            extra: [`INFO: task ip:${pid} is blocked on a mutex likely owned by task kworker/u9:1:311.`],
          })),
        ),
      ),
    },
  },
  {
    id: 'usb-stick-writes-slowly',
    story: 'cp to a stick: tasks sleep in balance_dirty_pages for two minutes; memory is fine.',
    truth: { cause: 'io-stall', or: ['page-cache-stuck'], knowable: 'likely' },
    files: {
      'kern.log': log(
        hungTasks('5.15', [
          {
            comm: 'cp',
            pid: 8_100,
            trace: [
              'schedule_timeout+0x88/0x140',
              'io_schedule_timeout+0x50/0x80',
              'balance_dirty_pages+0x2e1/0xd30',
              'balance_dirty_pages_ratelimited+0x2f1/0x3a0',
              'generic_perform_write+0x12f/0x1f0',
            ],
          },
          {
            comm: 'kworker/u8:3',
            pid: 211,
            trace: [
              'io_schedule+0x46/0x80',
              'blk_mq_get_tag+0x117/0x300',
              '__blk_mq_alloc_requests+0xc6/0x230',
              'blk_mq_submit_bio+0x1dc/0x5f0',
            ],
          },
        ]),
      ),
    },
  },
  {
    id: 'swap-on-a-dying-disk',
    story: 'Six unrelated tasks wait for pages from swap; swap is nearly full and reads never end.',
    truth: { cause: 'memory-stall', knowable: 'likely' },
    files: {
      'kern.log': log(
        hungTasks(
          '5.15',
          ['sshd', 'mysqld', 'crond', 'rsyslogd', 'java', 'node_exporter'].map((comm, index) => ({
            comm,
            pid: 900 + index * 70,
            trace: [
              'io_schedule+0x46/0x80',
              'folio_wait_bit_common+0x13d/0x350',
              '__folio_lock_or_retry+0x79/0x100',
              'do_swap_page+0x5f4/0x9a0',
              '__handle_mm_fault+0x64b/0x8e0',
            ],
          })),
        ),
      ),
      ...samples({
        looks: looks(1_800, 30, () => ({
          host: { total: 7_900, free: 90, anon: 7_100, file: 40, slabKept: 300, pageTables: 90, swap: [8_192, 160] },
        })),
        total: 7_900,
      }),
    },
  },
  {
    id: 'someone-searched-the-log',
    story: 'An administrator greps for kills; sudo, a ticket tool and a monitoring check write the words.',
    truth: { cause: 'none' },
    files: {
      'syslog.log':
        said(
          'sudo',
          'anna : TTY=pts/0 ; PWD=/root ; USER=root ; COMMAND=/usr/bin/grep -c "invoked oom-killer" /var/log/kern.log',
        ) +
        said(
          'nagios',
          'SERVICE ALERT: node17;oom;OK;HARD;3;OK - 0 matches for "Out of memory: Killed process" in 24h',
        ) +
        said('ticketd', 'note #4411: customer asks whether "Memory cgroup out of memory" was seen last week', 3),
    },
  },
  {
    id: 'boot-of-a-healthy-host',
    story: 'A boot: sizes of memory, reserved regions, OOM scores set by the manager.',
    truth: { cause: 'none' },
    files: {
      'dmesg.log': log(
        [
          'Linux version 6.17.0-8-generic (buildd@lcy02) (gcc 15.2.0) #8-Ubuntu SMP PREEMPT_DYNAMIC',
          'Memory: 65612096K/67045492K available (22528K kernel code, 4590K rwdata, 15832K rodata, 5200K init, 4520K bss, 1408344K reserved, 0K cma-reserved)',
          'HugeTLB: registered 1.00 GiB page size, pre-allocated 0 pages',
          'zswap: loaded using pool zstd',
          'perf: interrupt took too long (2501 > 2500), lowering kernel.perf_event_max_sample_rate to 79750',
          'workqueue: drm_fb_helper_damage_work hogged CPU for >10000us 4 times, consider switching to WQ_UNBOUND',
          'hugetlbfs: huge page pool was resized',
          'systemd[1]: Set up automount of huge pages.',
        ],
        'dmesg',
      ),
    },
  },
  {
    id: 'pressure-that-went-away',
    story: 'A nightly job takes 80 % of memory and gives it back; nothing was killed, nothing failed.',
    truth: { cause: 'none' },
    files: {
      'kern.log': log([
        'systemd[1]: Starting nightly.service.',
        "audit: type=1130 audit(1773454267.101:88): pid=1 uid=0 msg='unit=nightly'",
      ]),
      ...samples({
        looks: looks(14_400, 60, (_, before) => {
          const busy = before < 7_200 && before > 3_600 ? 9_000 : 0;
          return {
            host: {
              total: 16_000,
              free: 11_000 - busy,
              anon: 2_400 + busy,
              file: 1_900,
              slabKept: 190,
              pageTables: 40,
            },
          };
        }),
        total: 16_000,
      }),
    },
  },
];
