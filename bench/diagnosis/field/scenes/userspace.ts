import { type Host, hostKill } from '../kernel-text.ts';
import { daemonsOf, log, looks, type Scene, said, samples } from '../scene.ts';

const calm = (total: number, share = 0.6) =>
  looks(7_200, 60, () => ({
    host: {
      total,
      free: total * share * 0.4,
      file: total * share * 0.6,
      anon: total * (0.95 - share),
      slabKept: total * 0.01,
      slabFreeable: total * 0.02,
      shmem: total * 0.005,
    },
  }));
const resting: Host = {
  era: '5.15',
  ram: 64_200,
  nodeFree: [18_000],
  parts: { shmem: 200, file: 14_000, slabKept: 400, slabFreeable: 900, pageTables: 80, stacks: 30 },
  tasks: [
    ...daemonsOf(90),
    { comm: 'java', pid: 5_000, anon: 'rest', uid: 1001 },
    { comm: 'mysqld', pid: 2_000, anon: 6_000, uid: 110 },
  ],
};
const manual = (era: Host['era'], framing: 'iso' | 'rfc3164' | 'dmesg' = 'iso'): string =>
  log(
    [
      'sysrq: Manual OOM execution',
      ...hostKill(
        { ...resting, era },
        { asking: { comm: 'kworker/3:1', pid: 412, flags: 'GFP_KERNEL', mask: '0xcc0' }, victim: 5_000, manual: true },
      ),
    ],
    framing,
  );

export const userspaceScenes: readonly Scene[] = [
  {
    id: 'thrash-oomd-browser',
    truth: { cause: 'cgroup-thrash' },
    files: {
      'syslog.log': said(
        'systemd-oomd[871]',
        'Killed /user.slice/user-1000.slice/user@1000.service/app.slice/snap.firefox.firefox-1c.scope due to memory pressure for /user.slice/user-1000.slice/user@1000.service being 66.39% > 50.00% for > 20s with reclaim activity',
      ),
    },
  },
  {
    id: 'thrash-oomd-ci-runner',
    truth: { cause: 'cgroup-thrash' },
    files: {
      'syslog.log': said(
        'systemd-oomd[640]',
        'Killed /system.slice/gitlab-runner.service due to memory pressure for /system.slice being 81.02% > 60.00% for > 30s with reclaim activity',
      ),
      ...samples({ looks: calm(64_000, 0.5), total: 64_000 }),
    },
  },
  {
    id: 'thrash-oomd-old',
    truth: { cause: 'cgroup-thrash', or: ['undetermined'] },
    files: {
      'syslog.log': said(
        'systemd-oomd[640]',
        'Memory pressure for /system.slice/etl.service is greater than 60 for more than 30 seconds and there was reclaim activity',
      ),
    },
  },
  {
    id: 'policy-earlyoom-20-percent',
    truth: { cause: 'userspace-policy', or: ['undetermined'] },
    files: {
      'syslog.log':
        said('earlyoom[702]', 'mem avail: 12803 of 64010 MiB (20.00%), swap free:    0 of    0 MiB ( 0.00%)') +
        said('earlyoom[702]', 'low memory! at or below SIGTERM limits: mem 20.00%, swap 10.00%', 1) +
        said('earlyoom[702]', 'sending SIGTERM to process 48213 uid 1001 "java": badness 812, VmRSS 31002 MiB', 1) +
        said('earlyoom[702]', 'process exited after 0.8 seconds', 2),
      ...samples({ looks: calm(64_010, 0.22), total: 64_010 }),
    },
  },
  {
    id: 'policy-kubelet-soft-eviction',
    truth: { cause: 'userspace-policy', or: ['undetermined', 'undersized'] },
    files: {
      'kubelet.log':
        said(
          'kubelet[1203]',
          'I0314 02:11:07.120000    1203 eviction_manager.go:366] "Eviction manager: must evict pod(s) to reclaim" resourceName="memory"',
        ) +
        said(
          'kubelet[1203]',
          'I0314 02:11:07.130000    1203 event.go:294] "Event occurred" object="shop/cart-6d9f" kind="Pod" apiVersion="v1" type="Warning" reason="Evicted" message="The node was low on resource: memory. Threshold quantity: 12Gi, available: 11910Mi. Container cart was using 4395616Ki, request is 0, has larger consumption of memory. "',
        ) +
        said(
          'kubelet[1203]',
          'I0314 02:11:09.130000    1203 eviction_manager.go:590] "Eviction manager: pod is evicted successfully" pod="shop/cart-6d9f"',
          2,
        ),
      ...samples({ looks: calm(64_010, 0.25), total: 64_010 }),
    },
  },
  {
    id: 'policy-android',
    truth: { cause: 'userspace-policy' },
    files: {
      'kernel.log': log(
        [
          "lowmemorykiller: Killing 'com.example.maps' (8812), adj 900,",
          "   to free 182340kB on behalf of 'kswapd0' (78) because",
          '   cache 221000kB is below limit 221184kB for oom_score_adj 900',
          '   Free memory is 31000kB above reserved',
        ],
        'dmesg',
      ),
    },
  },
  {
    id: 'overcommit-fork-java',
    truth: { cause: 'overcommit-refused', who: null },
    files: {
      'syslog.log':
        [0, 2, 5]
          .map((later) =>
            said('jenkins[9120]', 'java.io.IOException: error=12, Cannot allocate memory: fork failed', later),
          )
          .join('') +
        said('sshd[2211]', 'error: fork: Cannot allocate memory', 6) +
        said('CRON[991]', "(CRON) error (can't fork): Cannot allocate memory", 9),
      ...samples({ looks: calm(64_000, 0.6), total: 64_000 }),
    },
  },
  {
    id: 'overcommit-postgres',
    truth: { cause: 'overcommit-refused', who: null },
    files: {
      'postgresql.log': [0, 3, 9]
        .map((later) =>
          said('postgres[3120]', 'LOG:  could not fork new process for connection: Cannot allocate memory', later),
        )
        .join(''),
      ...samples({ looks: calm(32_000, 0.5), total: 32_000 }),
    },
  },
  {
    id: 'overcommit-redis-bgsave',
    truth: { cause: 'overcommit-refused', who: null },
    files: {
      'redis.log': [0, 6, 12]
        .map((later) => said('redis[812]', "Can't save in background: fork: Cannot allocate memory", later))
        .join(''),
      ...samples({ looks: calm(16_000, 0.4), total: 16_000 }),
    },
  },
  { id: 'manual-5.15', truth: { cause: 'manual' }, files: { 'kern.log': manual('5.15') } },
  { id: 'manual-3.10', truth: { cause: 'manual' }, files: { 'kern.log': manual('3.10', 'rfc3164') } },
  { id: 'manual-6.8-dmesg', truth: { cause: 'manual' }, files: { 'dmesg.log': manual('6.8', 'dmesg') } },
];
