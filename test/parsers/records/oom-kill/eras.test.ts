import { describe, expect, it } from 'vitest';
import type { OomKill } from '../../../../parsers/model/records/oom-kill.ts';
import { onlyKill, report } from './reports.ts';

/**
 * One whole report a kernel: every line of it must be claimed, and each number land in its field and unit. The texts up to
 * 5.4 are built from the printf formats of their trees, the later ones are genuine. A grammar that knows one era only fails
 * here.
 */
const MiB = 1024 * 1024;
const kB = (count: number): number => count * 1024;

type Facts = { readonly [Key in keyof OomKill]?: unknown };

const mongod = {
  pid: 1201,
  comm: 'mongod',
  totalVmBytes: kB(1_652_000),
  anonRssBytes: kB(401_200),
  fileRssBytes: kB(2800),
  cause: 'selected',
  basis: 'kill-line',
};

const eras: readonly (readonly [name: string, facts: Facts])[] = [
  [
    // Neither order nor asker, no stack, a memory dump without title and totals.
    '2.6.9',
    {
      trigger: null,
      callTrace: [],
      pageSizeBytes: 4096,
      memInfo: {
        ramPages: null,
        counters: { free: 152_877, slab: 19_340 },
        zones: [{ name: 'DMA' }, { name: 'Normal', freeBytes: kB(1924), minBytes: kB(936) }, { name: 'HighMem' }],
      },
      victims: [{ pid: 8120, comm: 'dovecot', totalVmBytes: null, score: null, basis: 'kill-line' }],
    },
  ],
  [
    '2.6.18',
    {
      kernelRelease: null,
      trigger: {
        comm: 'httpd',
        gfpMask: '0x201d2',
        gfpFlags: ['GFP_HIGHUSER', '__GFP_COLD'],
        order: 0,
        oomScoreAdj: null,
      },
      pageSizeBasis: 'buddy',
      taskTable: null,
      selected: { pid: 2340, comm: 'httpd', score: 4711 },
      victims: [{ pid: 2341, comm: 'httpd', cause: 'child', score: null, totalVmBytes: null }],
    },
  ],
  [
    '2.6.32',
    {
      kernelRelease: '2.6.32.69',
      trigger: { comm: 'ntpd', pid: 1312, cpu: null, oomScoreAdj: null },
      cpuset: '/',
      memsAllowed: '0',
      constraint: null,
      taskTable: 'oom-adj',
      selected: { pid: 2340, comm: '(my app) x', score: 221_000 },
      victims: [{ pid: 2341, comm: 'httpd', cause: 'child', anonRssBytes: null }],
    },
  ],
  [
    'rhel6-memcg',
    {
      kernelRelease: '2.6.32-642.6.2.el6.x86_64',
      constraint: 'memcg',
      constraintBasis: 'inferred',
      taskMemcg: '/web/site',
      oomMemcg: '/web',
      memcg: {
        usageBytes: 256 * MiB,
        limitBytes: 256 * MiB,
        failcnt: 911,
        memswLimitBytes: null,
        memswLimitUnlimited: true,
      },
      memInfo: { ramPages: 131_069 },
      taskTable: 'oom-adj-score-adj',
      victims: [{ pid: 2340, uid: 48, score: 977, anonRssBytes: kB(251_200), shmemRssBytes: null }],
    },
  ],
  [
    '3.4',
    {
      kernelRelease: '3.4.113',
      memInfo: { highmemPages: 294_914, zones: [{ name: 'DMA' }, { name: 'Normal' }, { name: 'HighMem' }] },
      victims: [
        { pid: 920, cause: 'child', totalVmBytes: kB(52_000) },
        { pid: 921, comm: 'pg, worker', cause: 'shared-mm' },
      ],
    },
  ],
  [
    // The one version that counts kmem, has no stats yet, and still prints Mem-Info behind the limits.
    '3.8-memcg',
    {
      kernelRelease: '3.8.13-44.1.1.el6uek.x86_64',
      oomMemcg: '/batch',
      taskMemcg: '/batch/night',
      memcg: { usageBytes: 128 * MiB, kmemUsageBytes: 0, kmemLimitUnlimited: true },
      memInfo: { ramPages: 131_070, counters: { free: 71_290 } },
      victims: [{ pid: 4210, anonRssBytes: kB(122_400), score: 947 }],
    },
  ],
  [
    '3.10',
    {
      trigger: { comm: 'java', pid: 3120, cpu: 1 },
      hardware: 'ACME Inc. R-500/X9, BIOS 1.1c 10/12/2013',
      callTrace: [
        'dump_stack+0x19/0x1b',
        'dump_header+0x8e/0x214',
        '? ktime_get_ts+0x4c/0xf0',
        '? xfs_file_read+0x1c/0x30 [xfs]',
      ],
      taskTable: 'nr-ptes',
      selected: { pid: 3120, comm: 'java', score: 811 },
      // 3120 has no row of its own: it is a thread of the process that died, not its parent.
      victims: [{ pid: 3118, comm: 'java', cause: 'selected', score: null }],
    },
  ],
  [
    'rhel7-early-memcg',
    {
      trigger: { comm: 'thrash', pid: 11_554, cpu: 2, oomScoreAdj: -998 },
      kernelRelease: '3.10.0-327.el7.x86_64',
      cpuset: '91091d5382d5',
      oomMemcg: '/kubepods/pod95',
      memcg: { path: '/kubepods/pod95', kmemUsageBytes: 0, kmemLimitUnlimited: true, stats: { rss: kB(524_188) } },
      memInfo: null,
      pageSizeBytes: 4096,
      pageSizeBasis: 'victim',
      victims: [{ pid: 28_438, anonRssBytes: kB(466_160) }],
    },
  ],
  [
    'rhel7-late',
    {
      trigger: { gfpMask: '0x3000d0', gfpFlags: ['GFP_KERNEL', '0x300000'], order: 2 },
      victims: [{ ...mongod, uid: 992, shmemRssBytes: 0, score: 811 }],
    },
  ],
  [
    '4.4-sysrq',
    {
      manual: true,
      trigger: { comm: 'kworker/0:1', pid: 23, gfpFlags: ['GFP_KERNEL'], order: -1 },
      taskTable: 'nr-ptes-pmds',
      victims: [{ pid: 1201, comm: 'mongod', score: 81 }],
    },
  ],
  [
    '4.9',
    {
      nodemask: '0-1',
      cpuset: 'docker-1f.scope',
      memsAllowed: '0-1',
      victims: [{ ...mongod, reaped: { anonRssBytes: 0, fileRssBytes: 0, shmemRssBytes: kB(12) } }],
    },
  ],
  [
    '4.14',
    { nodemask: '(null)', trigger: { comm: 'mongod', order: 0 }, victims: [{ ...mongod, shmemRssBytes: kB(12) }] },
  ],
  [
    '4.15-memcg',
    {
      constraint: 'memcg',
      taskTable: 'pgtables-bytes',
      pageSizeBasis: 'victim',
      memcg: { path: '/docker/a3f1', stats: { rss: kB(521_132), active_file: kB(32) } },
      victims: [mongod],
    },
  ],
  [
    '4.19',
    {
      memInfo: { slab: [{}, { name: 'scsi_sense_cache: odd', usedBytes: kB(128) }, { totalBytes: kB(132_136) }] },
      victims: [{ ...mongod, reaped: 'unable' }],
    },
  ],
  [
    '5.0',
    {
      constraint: 'none',
      constraintBasis: 'printed',
      taskMemcg: '/system.slice/mongod.service',
      oomMemcg: null,
      victims: [{ ...mongod, score: 811 }],
    },
  ],
  ['5.2', { selected: { pid: 1201, comm: 'mongod', score: null }, victims: [{ ...mongod, score: null, uid: null }] }],
  [
    '5.4',
    {
      allocatingTask: true,
      victims: [{ ...mongod, uid: 992, pgtablesBytes: kB(1664), oomScoreAdj: 0, shmemRssBytes: kB(12) }],
    },
  ],
  [
    '5.10-memcg',
    {
      constraint: 'memcg',
      cpuset: 'kubepods.slice',
      memcg: { usageBytes: 64 * MiB, swapLimitUnlimited: true, stats: { anon: 66_908_160, pgfault: 16_335 } },
      victims: [{ pid: 123, comm: 'python3', oomScoreAdj: 985 }],
    },
  ],
  [
    '5.10-odd-comm',
    {
      trigger: { comm: 'x) total-vm:1kB', pid: 99 },
      selected: { pid: 99, comm: 'x) total-vm:1kB', score: null },
      victims: [{ pid: 99, comm: 'x) total-vm:1kB', totalVmBytes: kB(273_544) }],
    },
  ],
  ['5.10-deadlocked-panic', { outcome: 'panic', panic: 'System is deadlocked on memory', selected: null, victims: [] }],
  ['6.1-cpuset', { constraint: 'cpuset', cpuset: 'numa1', memsAllowed: '1', memInfo: { nodes: [{ node: 1 }] } }],
  [
    '6.12-16k-pages',
    { pageSizeBytes: 16_384, pageSizeBasis: 'buddy', taskTable: 'rss-split', hardware: 'linux,dummy-virt (DT)' },
  ],
  ['7.2', { trigger: { pid: 132, uid: 0, cpu: 0 }, memInfo: { cmaReservedPages: 0, zones: [{ name: 'DMA' }, {}] } }],
  [
    '7.2-group',
    {
      groupKill: true,
      victims: [
        { pid: 142, cause: 'selected', timesPrinted: 2 },
        { pid: 138, cause: 'group', timesPrinted: 1 },
        { pid: 140, cause: 'group', timesPrinted: 1 },
      ],
    },
  ],
  ['7.2-no-killable', { outcome: 'no-killable', constraint: 'memcg', constraintBasis: 'inferred', victims: [] }],
];

describe('a report of every era', () => {
  it.each(eras)('%s is read whole', (name, facts) => {
    const record = onlyKill(report(name));
    expect(record).toMatchObject({ complete: true, problems: [], ...facts });
  });

  it('counts pages in pages and shows bytes only beside them', () => {
    const { tasks } = onlyKill(report('6.12-16k-pages'));
    const victim = tasks.find(({ pid }) => pid === 156);
    expect(victim?.totalVmBytes).toBe((victim?.totalVmPages ?? 0) * 16_384);
    expect(victim?.rssBytes).toBe((victim?.rssPages ?? 0) * 16_384);
    expect(victim?.rssPages).toBe(
      (victim?.rssAnonPages ?? 0) + (victim?.rssFilePages ?? 0) + (victim?.rssShmemPages ?? 0),
    );
    // The column is in bytes already.
    expect(victim?.pgtablesBytes).toBe(294_912);
  });

  it('keeps the page-table pages of old tables as pages', () => {
    const [first] = onlyKill(report('4.14')).tasks;
    expect(first).toMatchObject({ comm: 'systemd-udevd', pageTablePages: 26, pgtablesBytes: null, oomScoreAdj: -1000 });
  });
});
