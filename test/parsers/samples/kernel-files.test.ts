import { describe, expect, test } from 'vitest';
import { isoOf, KiB, onlyMetrics, read } from './support.ts';

describe('/proc/vmstat', () => {
  test('counters, summed over zones as older kernels count them', () => {
    const metrics = onlyMetrics(
      read(`nr_free_pages 68331
pgpgin 10
pswpin 3
allocstall_dma32 1
allocstall_normal 2
allocstall_movable 4
pgfault 1410
pgmajfault 7
pgscan_direct_dma32 5
pgscan_direct_normal 6
pgscan_direct_throttle 99
pgsteal_direct 8
oom_kill 1
`),
    );
    expect(metrics).toEqual({
      pageInBytesTotal: 10 * KiB,
      swapInPagesTotal: 3,
      allocStallTotal: 7,
      faultsTotal: 1410,
      majorFaultsTotal: 7,
      directScanPagesTotal: 11,
      directStealPagesTotal: 8,
      oomKillCount: 1,
    });
  });

  test('a sum whose last zones may be missing is left out', () => {
    expect(onlyMetrics(read('nr_free_pages 1\npgfault 5\nallocstall_dma32 1\n'))).toEqual({ faultsTotal: 5 });
  });

  test('pages become sizes where the page size is known', () => {
    expect(onlyMetrics(read('nr_free_pages 100\nnr_zspages 3\n', { pageSizeBytes: 16_384 }))).toEqual({
      memFreeBytes: 1_638_400,
      zsmallocBytes: 49_152,
    });
  });

  test('keys that a cgroup has as well are read only where the text says whose they are', () => {
    const text = 'oom_kill 1\n';
    expect(read(text)).toMatchObject({ samples: [], rejects: ['neither /proc/vmstat nor a cgroup is named'] });
    expect(onlyMetrics(read(text, { path: 'logs/vmstat.txt' }))).toEqual({ oomKillCount: 1 });
    expect(read(text, { path: 'memory.events' }).samples[0]?.scope).toBe('cgroup');
  });

  test('snapshots end where a key comes again', () => {
    expect(read('nr_free_pages 1\npswpin 1\nnr_free_pages 1\npswpin 2\n').samples).toHaveLength(2);
  });
});

describe('cgroup files', () => {
  test('v2: memory.stat is bytes, whatever the order of its keys', () => {
    const { samples } = read(`==> /sys/fs/cgroup/kubepods.slice/pod1/memory.stat <==
anon 34091008
file 4096
kernel 188416
shmem 512
inactive_file 1024
slab_unreclaimable 16
zswap_incomp 0
pgmajfault 3
pgscan_direct 9
`);
    expect(samples[0]).toMatchObject({ scope: 'cgroup', cgroup: '/kubepods.slice/pod1' });
    expect(samples[0]?.metrics).toEqual({
      anonBytes: 34_091_008,
      cachedBytes: 4096,
      cgroupKernelBytes: 188_416,
      shmemBytes: 512,
      inactiveFileBytes: 1024,
      slabUnreclaimableBytes: 16,
      majorFaultsTotal: 3,
      directScanPagesTotal: 9,
    });
  });

  test('v1: hierarchical values count, the sentinel is no limit', () => {
    const metrics = onlyMetrics(
      read(
        'cache 0\nrss 4096\nswap 0\npgpgin 16335\nhierarchical_memory_limit 67108864\nhierarchical_memsw_limit 9223372036854771712\ntotal_cache 8192\ntotal_rss 12288\n',
      ),
    );
    expect(metrics).toEqual({ cachedBytes: 8192, anonBytes: 12_288, cgroupSwapBytes: 0, cgroupLimitBytes: 67_108_864 });
  });

  test('bare numbers mean what the label or the file says, also where they look like an epoch', () => {
    const { samples } = read(`==> /sys/fs/cgroup/a/memory.current <==
1773040955

==> /sys/fs/cgroup/a/memory.max <==
max

==> /sys/fs/cgroup/memory/docker/x/memory.limit_in_bytes <==
9223372036854771712

==> /sys/fs/cgroup/memory/docker/x/memory.usage_in_bytes <==
4096
`);
    expect(samples.map(({ cgroup, metrics }) => [cgroup, metrics])).toEqual([
      ['/a', { cgroupUsageBytes: 1_773_040_955 }],
      ['/docker/x', { cgroupUsageBytes: 4096 }],
    ]);
  });

  test('a polled file gives a sample a line', () => {
    expect(
      read('4096\n8192\n', { path: 'poll/memory.current' }).samples.map((sample) => sample.metrics.cgroupUsageBytes),
    ).toEqual([4096, 8192]);
  });

  test('grep writes the path before each value', () => {
    const { samples } = read(
      '/sys/fs/cgroup/a/memory.current:4096\n/sys/fs/cgroup/b/memory.current:8192\n/sys/fs/cgroup/b/memory.events:oom_kill 2\n',
    );
    expect(samples.map(({ cgroup, metrics }) => [cgroup, metrics])).toEqual([
      ['/a', { cgroupUsageBytes: 4096 }],
      ['/b', { cgroupUsageBytes: 8192, oomKillCount: 2 }],
    ]);
  });

  test('usage and inactive file pages of one moment make the working set', () => {
    const { samples } = read(
      '=== epoch=1788402028\nanon 4096\ninactive_file 1024\ncurrent 16384 max 134217728\nlow 0\nhigh 0\nmax 2\noom 1\noom_kill 1\n=== epoch=1788402029\ncurrent  max \n',
    );
    expect(samples).toHaveLength(1);
    expect(samples[0]?.metrics).toMatchObject({
      workingSetBytes: 15_360,
      cgroupLimitBytes: 134_217_728,
      cgroupMaxTotal: 2,
      oomKillCount: 1,
    });
  });

  test('the same keys indented, as a kernel report prints them, are foreign', () => {
    expect(read('               anon 65536\n               file 0\n').samples).toEqual([]);
    expect(
      read('[Sun May 17 23:24:10 2026] anon 65536\n2026-05-17T23:24:10.000000+02:00 anon 65536\n').samples,
    ).toEqual([]);
    expect(read('May 17 23:24:10 web01 kernel: anon 65536\n').samples).toEqual([]);
  });
});

describe('pressure', () => {
  const lines = 'some avg10=1.00 avg60=2.00 avg300=3.00 total=131\nfull avg10=0.50 avg60=0.40 avg300=0.30 total=99\n';

  test.each([
    ['a label', `==> /proc/pressure/memory <==\n${lines}`, 'x', 'psiMemory'],
    ['the name of the file', lines, 'samples/psi_io.txt', 'psiIo'],
    [
      "grep's prefix",
      lines.replace(/^/gm, '/proc/pressure/cpu:').replace(/\/proc\/pressure\/cpu:$/, ''),
      'x',
      'psiCpu',
    ],
  ])('%s says which resource', (_, text, path, prefix) => {
    expect(onlyMetrics(read(text, { path }))).toEqual({
      [`${prefix}SomeAvg10`]: 1,
      [`${prefix}SomeAvg60`]: 2,
      [`${prefix}SomeAvg300`]: 3,
      [`${prefix}SomeUsTotal`]: 131,
      [`${prefix}FullAvg10`]: 0.5,
      [`${prefix}FullAvg60`]: 0.4,
      [`${prefix}FullAvg300`]: 0.3,
      [`${prefix}FullUsTotal`]: 99,
    });
  });

  test('a resource that nobody names is rejected', () => {
    expect(read(lines)).toMatchObject({
      samples: [],
      rejects: ['resource of the pressure is not named', 'resource of the pressure is not named'],
    });
  });

  test('of a cgroup', () => {
    const { samples } = read(`==> /sys/fs/cgroup/a.slice/memory.pressure <==\n${lines}`);
    expect(samples[0]).toMatchObject({ scope: 'cgroup', cgroup: '/a.slice' });
  });

  test('blocks in a row take the dates before them', () => {
    const { samples } = read(
      `=== 0 epoch=1773040950.959 mono=4.731 boot=4.731\n${lines}=== 1 epoch=1773040951.959 mono=5.731 boot=5.731\n${lines}`,
      { path: 'psi_memory.txt' },
    );
    expect(samples.map(isoOf)).toEqual(['2026-03-09T07:22:30.959+00:00', '2026-03-09T07:22:31.959+00:00']);
  });

  test('a line cut short is rejected', () => {
    expect(read('some avg10=1.00 avg60=2.00 avg3\n', { path: 'psi_memory.txt' }).rejects).toEqual(['unreadable value']);
  });
});
