import { type Group, groupKill, type Host, hostKill } from '../kernel-text.ts';
import { anonOf, lookOf, usual } from '../last-look.ts';
import { in617 } from '../other-kernels.ts';
import { psLoop, vmstatTimed } from '../sampler-text.ts';
import { asSampled, daemonsOf, log, looks, many, type Scene, said, samples } from '../scene.ts';

/** A setting, a score, a key or a daemon decided what died, or nothing died at all. */

const idle: Host = {
  era: '3.10',
  ram: 31_900,
  nodeFree: [9_400],
  parts: { ...usual, file: 12_000, slabFreeable: 1_400 },
  tasks: [...daemonsOf(70, 6), { comm: 'java', pid: 5_000, anon: 'rest', uid: 1_001 }],
};
const compulsory: Group = {
  era: '5.15',
  path: '/kubepods/burstable/pod3c/7e11',
  limit: 2_048,
  file: 8,
  tasks: [
    { comm: 'pause', pid: 30_001, anon: 0.1, adj: -998 },
    { comm: 'celery', pid: 30_020, anon: 'rest', adj: 871 },
  ],
  victim: null,
};
const shielded: Host = {
  era: '5.15',
  ram: 31_900,
  parts: usual,
  tasks: [
    ...daemonsOf(60, 6),
    { comm: 'sensord', pid: 1_310, anon: 'rest', adj: -1000, uid: 0 },
    { comm: 'nginx', pid: 3_000, anon: 140, uid: 33 },
    { comm: 'redis-server', pid: 2_000, anon: 1_900, uid: 111 },
  ],
};
const evicting: Host = {
  era: '6.8',
  ram: 63_800,
  parts: usual,
  tasks: [
    ...daemonsOf(60, 6),
    ...many('java', 6, 5_200, 20_000, { adj: 905, uid: 1_000 }),
    { comm: 'beam.smp', pid: 26_000, anon: 'rest', adj: 960, uid: 999 },
  ],
};
const wanted: Host = {
  era: '6.8',
  ram: 16_000,
  parts: usual,
  tasks: [
    ...daemonsOf(80, 5),
    { comm: 'ollama', pid: 4_400, anon: 'rest', adj: -500, uid: 998 },
    { comm: 'firefox', pid: 6_000, anon: 900, adj: 0, uid: 1_000 },
    ...many('Isolated Web Co', 9, 210, 6_100, { adj: 100, uid: 1_000 }),
  ],
};

export const byOrderScenes: readonly Scene[] = [
  {
    id: 'sysrq-f-before-orders-were-minus-one',
    story: '3.10 prints order=0 for a kill by hand; the key is named above and moom_callback is on the stack.',
    truth: { cause: 'manual', victimIsCulprit: false, knowable: 'sure' },
    files: {
      'messages.log': log(
        [
          'SysRq : Manual OOM execution',
          ...hostKill(idle, {
            asking: {
              comm: 'kworker/3:1',
              pid: 311,
              flags: 'GFP_KERNEL',
              trace: [
                'dump_stack+0x19/0x1b',
                'dump_header+0x90/0x229',
                'oom_kill_process+0x254/0x3e0',
                'out_of_memory+0x4b6/0x4f0',
                'moom_callback+0x4d/0x50',
                'process_one_work+0x17f/0x440',
                'worker_thread+0x126/0x3c0',
              ],
            },
            victim: 5_000,
          }),
        ],
        'rfc3164',
      ),
    },
  },
  {
    id: 'panic-even-for-a-group',
    story: 'panic_on_oom=2: a group at its limit takes the whole node down, nobody is killed.',
    truth: {
      cause: 'process-leak',
      or: ['undetermined', 'limit-too-small', 'process-spike'],
      who: 'celery',
      knowable: 'no',
    },
    files: {
      'console.log': log(
        [
          ...groupKill(compulsory).filter((line) => !line.startsWith('Out of memory and no killable')),
          'Kernel panic - not syncing: Out of memory: compulsory panic_on_oom is enabled',
        ],
        'dmesg',
      ),
    },
  },
  {
    id: 'shielded-sensor-outlives-three-victims',
    story:
      'A security sensor at -1000 grows for a day; redis, nginx and a daemon die within a minute and nothing is won.',
    truth: { cause: 'process-leak', who: 'sensord', victimIsCulprit: false, knowable: 'sure' },
    files: {
      'kern.log': [2_000, 3_000, 635]
        .map((victim, index) =>
          log(
            hostKill(
              { ...shielded, tasks: shielded.tasks.filter(({ pid }) => index === 0 || pid !== 2_000) },
              { asking: { comm: 'sensord', pid: 1_310 }, victim },
            ),
            'iso',
            index * 21,
          ),
        )
        .join(''),
      'vmstat.txt': vmstatTimed(
        looks(86_400, 60, (share) => ({ host: lookOf(shielded, (anonOf(shielded, 'sensord') - 400) * (1 - share)) })),
      ),
      'ps.txt': psLoop(
        looks(86_400, 300, (share) => ({
          processes: [
            { pid: 1_310, comm: 'sensord', rss: 400 + (anonOf(shielded, 'sensord') - 400) * share },
            { pid: 2_000, comm: 'redis-server', rss: 1_903 },
            { pid: 3_000, comm: 'nginx', rss: 143 },
          ],
        })),
      ),
    },
  },
  {
    id: 'kubelet-evicts-what-leaks',
    story:
      'The kubelet evicts a broker for memory; its process grew from 2 to 29 GB in nine hours. The kernel killed nobody.',
    truth: { cause: 'process-leak', or: ['userspace-policy'], who: 'beam.smp', knowable: 'likely' },
    files: {
      'syslog.log': [
        said(
          'kubelet[1900]',
          'I0314 02:11:07.120418    1900 eviction_manager.go:366] "Eviction manager: attempting to reclaim" resourceName="memory"',
        ),
        said(
          'kubelet[1900]',
          'I0314 02:11:07.120731    1900 eviction_manager.go:377] "Eviction manager: must evict pod(s) to reclaim" resourceName="memory"',
        ),
        said(
          'kubelet[1900]',
          'I0314 02:11:07.121007    1900 eviction_manager.go:384] "Eviction manager: pods ranked for eviction" pods=["mq/broker-0","shop/cart-7c9"]',
        ),
        said(
          'kubelet[1900]',
          'I0314 02:11:09.501733    1900 eviction_manager.go:595] "Eviction manager: pod is evicted successfully" pod="mq/broker-0"',
          2,
        ),
      ].join(''),
      ...samples({
        looks: looks(32_400, 60, (share) => {
          const top = anonOf(evicting, 'beam.smp');
          const own = 2_000 + (top - 2_100) * share;
          return {
            host: lookOf(evicting, top - own),
            processes: [{ pid: 26_000, comm: 'beam.smp', rss: own }, ...asSampled(many('java', 6, 5_200, 20_000))],
          };
        }),
        total: 63_800,
      }),
    },
  },
  {
    id: 'model-loaded-at-minus-500',
    story: 'A model of 11 GB is loaded; its server has a score of -500, so a browser that holds a tenth of it dies.',
    truth: { cause: 'process-spike', or: ['process-leak', 'undersized'], who: 'ollama', victimIsCulprit: false },
    files: {
      'kern.log': log(in617(hostKill(wanted, { asking: { comm: 'ollama', pid: 4_400 }, victim: 6_100 }))),
      ...samples({
        looks: looks(7_200, 15, (_, before) => {
          const top = anonOf(wanted, 'ollama');
          const own = before > 45 ? 130 : top * (1 - before / 50);
          return {
            host: lookOf(wanted, top - own),
            processes: [
              { pid: 4_400, comm: 'ollama', rss: own },
              { pid: 6_000, comm: 'firefox', rss: 960 },
              ...asSampled(many('Isolated Web Co', 9, 210, 6_100)),
            ],
          };
        }),
        total: 16_000,
      }),
    },
  },
  {
    id: 'model-loaded-at-minus-500-log-alone',
    story: 'The same report alone: the largest is shielded and could have been so for weeks.',
    truth: {
      cause: 'process-leak',
      or: ['undetermined', 'undersized', 'process-spike'],
      who: 'ollama',
      victimIsCulprit: false,
      knowable: 'no',
    },
    files: { 'kern.log': log(in617(hostKill(wanted, { asking: { comm: 'ollama', pid: 4_400 }, victim: 6_100 }))) },
  },
  {
    id: 'suspend-disables-the-killer',
    story: 'A laptop goes to sleep and comes back: the kernel disables and enables its OOM killer, nothing more.',
    truth: { cause: 'none' },
    files: {
      'kern.log': log([
        'PM: suspend entry (s2idle)',
        'Filesystems sync: 0.041 seconds',
        'Freezing user space processes',
        'Freezing user space processes completed (elapsed 0.002 seconds)',
        'OOM killer disabled.',
        'Freezing remaining freezable tasks',
        'Freezing remaining freezable tasks completed (elapsed 0.001 seconds)',
        'printk: Suspending console(s) (use no_console_suspend to debug)',
        'OOM killer enabled.',
        'Restarting tasks ... done.',
        'PM: suspend exit',
      ]),
    },
  },
  {
    id: 'old-interface-of-scores',
    story: 'Words about OOM without an OOM: a deprecated file, a limit of a new group, a daemon that starts.',
    truth: { cause: 'none' },
    files: {
      'syslog.log':
        log([
          'udevd (312): /proc/312/oom_adj is deprecated, please use /proc/312/oom_score_adj instead.',
          'cgroup: mkdir (8100) created nested cgroup for controller "memory" which has incomplete hierarchy support. Nested cgroups may change behavior in the future.',
          'cgroup: "memory" requires setting use_hierarchy to 1 on the root',
        ]) +
        said('systemd[1]', 'Listening on Userspace Out-Of-Memory (OOM) Killer Socket.', 3) +
        said('systemd[1]', 'Started Userspace Out-Of-Memory (OOM) Killer.', 4),
    },
  },
  {
    id: 'oomd-kills-a-service-for-pressure',
    story: 'systemd-oomd acts on the pressure of system.slice; the kernel killed nobody.',
    truth: { cause: 'cgroup-thrash', who: 'indexer.service', knowable: 'sure' },
    files: {
      'journal.log':
        said(
          'systemd-oomd[702]',
          'Killed /system.slice/indexer.service due to memory pressure for /system.slice being 81.02% > 60.00% for > 30s with reclaim activity',
        ) +
        said('systemd[1]', 'indexer.service: systemd-oomd killed 3 process(es) in this unit.') +
        said('systemd[1]', "indexer.service: Failed with result 'oom-kill'."),
    },
  },
  {
    id: 'earlyoom-starts-and-watches',
    story: 'The killer starts, prints its thresholds and a state every hour. Nothing was killed.',
    truth: { cause: 'none' },
    files: {
      'journal.log':
        said('earlyoom[512]', 'earlyoom v1.7') +
        said('earlyoom[512]', 'mem total: 15833 MiB, swap total: 2047 MiB') +
        said('earlyoom[512]', 'sending SIGTERM when mem <= 10.00% and swap <= 10.00%,') +
        said('earlyoom[512]', '        SIGKILL when mem <=  5.00% and swap <=  5.00%') +
        said('earlyoom[512]', 'mem avail: 11211 of 15833 MiB (70.81%), swap free: 2047 of 2047 MiB (100.00%)', 3_600),
    },
  },
  {
    id: 'a-runbook-in-the-log-of-a-bot',
    story: 'A chat bot logs what it was asked: words of kills, and of a container that was OOMKilled last year.',
    truth: { cause: 'none' },
    files: {
      'app.log':
        said(
          'opsbot[88]',
          '{"level":"info","msg":"runbook requested","topic":"OOMKilled: container exceeded its memory limit"}',
        ) +
        said(
          'opsbot[88]',
          '{"level":"info","msg":"answer: look for Out of memory: Killed process N (name) in dmesg"}',
          2,
        ),
    },
  },
];
