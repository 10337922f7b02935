import { describe, expect, test } from 'vitest';
import { isoOf, KiB, MiB, onlyMetrics, read } from './support.ts';

describe('atop -P', () => {
  const prefix = (label: string, epoch = 1780350741) => `${label} web04 ${epoch} 2026/06/01 23:52:21 10`;
  const system = (
    epoch: number,
  ) => `${prefix('MEM', epoch)} 4096 1000 500 200 10 60 5 40 0 30 1 0 2097152 0 0 7 0 0 0 0 9 2097152 0 0 600 8
${prefix('SWP', epoch)} 4096 100 90 3 700 800 0 0 0
${prefix('PAG', epoch)} 4096 10 20 0 30 40 0 0
${prefix('PSI', epoch)} y 1.0 2.0 3.0 4 5.0 6.0 7.0 8 9.0 10.0 11.0 12 13.0 14.0 15.0 16 17.0 18.0 19.0 20
`;

  test('pages of the size in the line, counts over the interval, one sample a moment', () => {
    const { samples, rejects, foreign } = read(`RESET\n${system(1780350741)}SEP\n${system(1780350751)}SEP\n`);
    expect([rejects, foreign]).toEqual([[], []]);
    expect(samples.map(isoOf)).toEqual(['2026-06-01T21:52:21+00:00', '2026-06-01T21:52:31+00:00']);
    expect(samples[0]?.metrics.allocStallsPerSecond).toBeUndefined();
    expect(samples[1]?.metrics).toMatchObject({
      memTotalBytes: 1000 * 4096,
      memFreeBytes: 500 * 4096,
      cachedBytes: 200 * 4096,
      buffersBytes: 10 * 4096,
      slabBytes: 60 * 4096,
      dirtyBytes: 5 * 4096,
      slabReclaimableBytes: 40 * 4096,
      shmemBytes: 30 * 4096,
      zfsArcBytes: 7 * 4096,
      pageTablesBytes: 9 * 4096,
      memAvailableBytes: 600 * 4096,
      swapTotalBytes: 100 * 4096,
      swapFreeBytes: 90 * 4096,
      committedBytes: 700 * 4096,
      commitLimitBytes: 800 * 4096,
      allocStallsPerSecond: 2,
      swapInBytesPerSecond: 3 * 4096,
      psiMemorySomeAvg10: 5,
      psiMemoryFullUsTotal: 12,
      psiIoFullAvg300: 19,
    });
  });

  test('older versions end earlier: the rest is absent', () => {
    const { samples, rejects } = read(`SEP\n${prefix('MEM')} 65536 1000 500 200 10 60 5\nSEP\n`);
    expect(rejects).toEqual([]);
    expect(samples[0]?.metrics).toEqual({
      memTotalBytes: 1000 * 65_536,
      memFreeBytes: 500 * 65_536,
      cachedBytes: 200 * 65_536,
      buffersBytes: 10 * 65_536,
      slabBytes: 60 * 65_536,
      dirtyBytes: 5 * 65_536,
    });
  });

  test('processes by any name; threads, kernel threads and other labels give none', () => {
    const process = (name: string, rest: string) => `${prefix('PRM')} 7 (${name}) S 4096 ${rest}\n`;
    const { samples, foreign } = read(
      `SEP\n${process('x) S 1 (y', '2000 1000 1 2 3 4 5 6 700 8 90 7 y 55 66')}${process('t', '2000 1000 1 2 3 4 5 6 700 8 90 7 n 0 0')}${process('k', '0 0 0 0 0 0 0 0 0 0 0 7 y 0 0')}${prefix('NET')} upper 1 2 3\nSEP\n`,
    );
    expect(foreign).toEqual([]);
    expect(samples.map(({ pid, comm, metrics }) => ({ pid, comm, ...metrics }))).toEqual([
      {
        pid: 7,
        comm: 'x) S 1 (y',
        virtualBytes: 2000 * KiB,
        rssBytes: 1000 * KiB,
        dataBytes: 700 * KiB,
        swapBytes: 90 * KiB,
        pssBytes: 55 * KiB,
        lockedBytes: 66 * KiB,
      },
    ]);
  });
});

describe('pidstat -r', () => {
  const rows =
    '13:54:15      UID       PID  minflt/s  majflt/s     VSZ     RSS   %MEM  Command\n13:54:16        0       812      0.99      0.00   56500   24372   0.10  java\n';
  test('the banner gives the day; averages are passed over', () => {
    const { samples, rejects, foreign } = read(
      `Linux 6.18.44 (vm) \t11/20/26 \t_x86_64_\t(2 CPU)\n\n${rows}\nAverage:      UID       PID  minflt/s  majflt/s     VSZ     RSS   %MEM  Command\nAverage:        0       812      0.99      0.00   56500   24372   0.10  java\n`,
    );
    expect([rejects, foreign]).toEqual([[], []]);
    expect(samples).toHaveLength(1);
    expect(samples[0]).toMatchObject({
      pid: 812,
      comm: 'java',
      host: 'vm',
      metrics: { rssBytes: 24_372 * KiB, minorFaultsPerSecond: 0.99, memoryPercent: 0.1 },
    });
    expect(samples.map(isoOf)).toEqual(['2026-11-20T13:54:16']);
  });
  test('-h in old versions prints an epoch, en_US 12 hours', () => {
    expect(
      read(
        '#      Time   UID       PID  minflt/s  majflt/s     VSZ     RSS   %MEM  Command\n 1646859134     0       812      0.00      0.00    5408    2424   0.06  java -x\n',
      ).samples.map(isoOf),
    ).toEqual(['2022-03-09T20:52:14+00:00']);
    const us =
      'Linux 6.18.44 (vm) \t03/04/2026 \t_x86_64_\t(2 CPU)\n\n01:54:15 PM   UID       PID  minflt/s  majflt/s     VSZ     RSS   %MEM  Command\n01:54:16 PM     0       812      0.99      0.00   56500   24372   0.10  java\n';
    expect(read(us).samples.map((sample) => [isoOf(sample), sample.stampBasis])).toEqual([
      ['2026-03-04T13:54:16', 'written'],
    ]);
  });
  test('a row cut short is rejected', () => {
    expect(read(`${rows}13:54:17        0       813      0.99\n`).rejects).toEqual(['row does not fit its heading']);
  });
});

describe('files of a process', () => {
  const status = (pid: number, rss: number) =>
    `Name:\tjava\nUmask:\t0022\nState:\tS (sleeping)\nTgid:\t${pid}\nPid:\t${pid}\nVmSize:\t  412044 kB\nVmRSS:\t  ${rss} kB\nRssAnon:\t  100 kB\nVmSwap:\t  8 kB\nThreads:\t30\nx86_Thread_features:\t\nuntag_mask:\t0xff\n`;
  test('status of several, one after the other', () => {
    const { samples, rejects } = read(status(812, 126_044) + status(813, 4));
    expect(rejects).toEqual([]);
    expect(samples.map(({ pid, comm, metrics }) => [pid, comm, metrics.rssBytes, metrics.swapBytes])).toEqual([
      [812, 'java', 126_044 * KiB, 8 * KiB],
      [813, 'java', 4 * KiB, 8 * KiB],
    ]);
  });
  test("grep's prefix tells processes apart", () => {
    const { samples } = read('/proc/812/status:VmRSS:\t  4 kB\n/proc/813/status:VmRSS:\t  8 kB\n');
    expect(samples.map(({ pid, metrics }) => [pid, metrics])).toEqual([
      [812, { rssBytes: 4 * KiB }],
      [813, { rssBytes: 8 * KiB }],
    ]);
  });
  test('smaps_rollup', () => {
    const { samples } = read(
      '==> /proc/812/smaps_rollup <==\n00400000-7ffc0000 ---p 00000000 00:00 0    [rollup]\nRss:   126044 kB\nPss:    90000 kB\nPss_Anon:  5 kB\nSwap:  16 kB\nSwapPss:  16 kB\nLocked:  0 kB\n',
    );
    expect(samples[0]).toMatchObject({
      pid: 812,
      metrics: { rssBytes: 126_044 * KiB, pssBytes: 90_000 * KiB, swapBytes: 16 * KiB, lockedBytes: 0 },
    });
  });
  test('statm is pages: nothing without their size', () => {
    const text = '==> /proc/812/statm <==\n5799 3393 2650 14 0 637 0\n';
    expect(read(text)).toMatchObject({ samples: [], rejects: ['page size unknown'] });
    expect(read(text, { pageSizeBytes: 16_384 }).samples[0]).toMatchObject({
      pid: 812,
      metrics: { rssBytes: 3393 * 16_384 },
    });
    expect(read('5799 3393 2650 14 0 637 0\n', { pageSizeBytes: 4096 }).samples).toEqual([]);
  });
  test('pmap, with and without -x: the total only', () => {
    const { samples, foreign } = read(
      '812:   /usr/bin/java -jar x\nAddress           Kbytes     RSS   Dirty Mode  Mapping\n0000563de5d3f000     188       0       0 r---- java\n---------------- ------- ------- ------- \ntotal kB            5672    3548    1660\n',
    );
    expect(foreign).toEqual([]);
    expect(samples[0]).toMatchObject({
      pid: 812,
      comm: 'java',
      metrics: { virtualBytes: 5672 * KiB, rssBytes: 3548 * KiB },
    });
    expect(onlyMetrics(read('812:   java\n0000563de5d3f000    188K r---- java\n total             5672K\n'))).toEqual({
      virtualBytes: 5672 * KiB,
    });
  });
  test('smem, by any columns, with letters, and its total left out', () => {
    const { samples, rejects } = read(
      '  PID User     Command                         Swap      USS      PSS      RSS \n  812 app      java -jar app.jar                  0    96.0K   201.0K     1.0M \n-------------------------------------------------------------------------------\n   45 1                                           0     1.2G     1.3G     1.7G \n',
    );
    expect(rejects).toEqual([]);
    expect(samples).toHaveLength(1);
    expect(samples[0]).toMatchObject({
      pid: 812,
      comm: 'java',
      metrics: { swapBytes: 0, ussBytes: 96 * KiB, pssBytes: 201 * KiB, rssBytes: MiB },
    });
    expect(
      read(
        '  PID Name                         Swap      USS      PSS      RSS \n  812 java                 4       96      201     1036 \n',
      ).samples[0],
    ).toMatchObject({ comm: 'java', metrics: { rssBytes: 1036 * KiB } });
  });
});

describe('zones and slabs', () => {
  test('buddyinfo: blocks by order and the pages they make', () => {
    const { samples } = read(
      'Node 0, zone      DMA      1      0      0      1      2      0      1      0      1      1      3 \n',
    );
    expect(samples[0]).toMatchObject({
      scope: 'zone',
      zone: 'node 0 zone DMA',
      metrics: { freeBlocksOrder0: 1, freeBlocksOrder10: 3, zoneFreePages: 1 + 8 + 32 + 64 + 256 + 512 + 3072 },
    });
  });
  test('zoneinfo: watermarks, not the thresholds of each CPU', () => {
    const { samples, foreign } = read(
      'Node 0, zone    DMA32\n  per-node stats\n      nr_inactive_anon 5\n  pages free     3796\n        boost    0\n        min      27\n        low      33\n        high     39\n        managed  3840\n        protection: (0, 292, 292)\n      nr_free_pages 3796\n  pagesets\n    cpu: 0\n              count: 5\n              high:  9\n              batch: 7\n  vm stats threshold: 4\n  node_unreclaimable:  0\n',
    );
    expect(foreign).toEqual([]);
    expect(samples[0]).toMatchObject({
      zone: 'node 0 zone DMA32',
      metrics: { zoneFreePages: 3796, zoneMinPages: 27, zoneLowPages: 33, zoneHighPages: 39, zoneManagedPages: 3840 },
    });
  });
  test('a slab cache, by three tools', () => {
    const texts = [
      'kmalloc-96  336 336 96 42 1 : tunables    0    0    0 : slabdata      8      8      0\n',
      '  OBJS ACTIVE  USE OBJ SIZE  SLABS OBJ/SLAB CACHE SIZE NAME                   \n   336    336 100%    0.09K      8       42        32K kmalloc-96             \n',
      'Cache                       Num  Total   Size  Pages\nkmalloc-96                  336    336     96     42\n',
    ];
    expect(texts.map((text) => read(text).samples.map(({ zone, metrics }) => [zone, metrics.slabCacheBytes]))).toEqual([
      [['slab kmalloc-96', 336 * 96]],
      [['slab kmalloc-96', 32 * KiB]],
      [['slab kmalloc-96', 336 * 96]],
    ]);
  });
  test('numastat -m by node', () => {
    const { samples, rejects, foreign } = read(
      '\nPer-node system memory usage (in MBs):\nToken SwapCached not in hash table.\n                          Node 0          Node 1           Total\n                 --------------- --------------- ---------------\nMemTotal                24105.56         100.00        24205.56\nActive(anon)              10.00            5.00           15.00\nMemUsed                  5924.00            1.00         5925.00\n',
    );
    expect([rejects, foreign]).toEqual([[], []]);
    expect(samples.map(({ zone, metrics }) => [zone, metrics])).toEqual([
      ['node 0', { memTotalBytes: Math.round(24_105.56 * MiB), activeAnonBytes: 10 * MiB }],
      ['node 1', { memTotalBytes: 100 * MiB, activeAnonBytes: 5 * MiB }],
    ]);
  });
  test('zram is read only where its file is named', () => {
    const row = '153272320 140403442 140980224        0 149352448        9        4    33773\n';
    expect(read(row).samples).toEqual([]);
    expect(read(row, { path: 'zram-mm_stat.txt' }).samples[0]?.metrics).toEqual({
      zramDataBytes: 153_272_320,
      zramUsedBytes: 140_980_224,
    });
    expect(read(`==> /sys/block/zram1/mm_stat <==\n${row}`).samples[0]).toMatchObject({ scope: 'zone', zone: 'zram1' });
  });
});

describe('swap', () => {
  test('the sum over all devices', () => {
    expect(
      onlyMetrics(
        read(
          'NAME       TYPE      SIZE  USED PRIO\n/dev/sda2  partition   2G 512M   -2\n/swap.img  file      3.8G   0B   -3\n',
        ),
      ),
    ).toEqual({
      swapTotalBytes: 2 * 1024 * MiB + Math.round(3.8 * 1024 * MiB),
      swapUsedBytes: 512 * MiB,
    });
    expect(onlyMetrics(read('NAME TYPE SIZE USED PRIO\n/swap.img file 4096 1024 -2\n'))).toEqual({
      swapTotalBytes: 4096,
      swapUsedBytes: 1024,
    });
    expect(
      onlyMetrics(
        read(
          'Filename\t\t\t\tType\t\tSize\t\tUsed\t\tPriority\n/swapfile                               file\t\t524284\t\t12\t\t-2\n',
        ),
      ),
    ).toEqual({ swapTotalBytes: 524_284 * KiB, swapUsedBytes: 12 * KiB });
  });
  test('a sum with an unreadable device is no sum', () => {
    expect(read('NAME TYPE SIZE USED PRIO\n/a file 4096 1024 -2\n/b file x 1024 -2\n')).toMatchObject({
      samples: [],
      rejects: ['row does not fit its heading'],
    });
  });
  test('a heading alone may be a machine without swap or a text cut short', () => {
    expect(read('NAME TYPE SIZE USED PRIO\n').samples).toEqual([]);
  });
});

describe('containers', () => {
  test('docker takes the cache off, podman does not; kB is 1000 and KiB 1024', () => {
    const docker = read(
      'CONTAINER ID   NAME      CPU %     MEM USAGE / LIMIT     MEM %     NET I/O       BLOCK I/O   PIDS\n1f2e3d4c5b6a   api       0.05%     796KiB / 64MiB        1.21%     1.2kB / 0B    0B / 0B     1\n2f2e3d4c5b6a   gone      --        -- / --               --        --            --          --\n',
    );
    expect(docker.rejects).toEqual([]);
    expect(docker.samples.map(({ cgroup, metrics }) => [cgroup, metrics])).toEqual([
      ['api', { workingSetBytes: 796 * KiB, cgroupLimitBytes: 64 * MiB, memUsedPercent: 1.21 }],
    ]);
    const podman = read(
      'ID            NAME        CPU %       MEM USAGE / LIMIT  MEM %       NET IO      BLOCK IO    PIDS\n1f2e3d4c5b6a  api         0.05%       796kB / 64MB       1.21%       -- / --     -- / --     1\n',
    );
    expect(podman.samples[0]?.metrics).toEqual({
      cgroupUsageBytes: 796_000,
      cgroupLimitBytes: 64_000_000,
      memUsedPercent: 1.21,
    });
  });
  test('a stream of screens, with the sequences that clear them', () => {
    const screen =
      '\x1b[2J\x1b[HCONTAINER ID   NAME      CPU %     MEM USAGE / LIMIT     MEM %\n1f2e3d4c5b6a   api       0.05%     796KiB / 64MiB        1.21%\n';
    expect(read(screen + screen).samples).toHaveLength(2);
  });
  test('docker stats --format json', () => {
    expect(
      read('{"Container":"1f2e","MemPerc":"1.21%","MemUsage":"1.5GiB / 64GiB","Name":"api"}\n').samples[0],
    ).toMatchObject({ cgroup: 'api', metrics: { workingSetBytes: 1.5 * 1024 * MiB } });
  });
  test('kubectl top: pods by namespace and container, nodes as machines', () => {
    expect(
      read(
        'NAMESPACE   POD     NAME   CPU(cores)   MEMORY(bytes)\nprod        api-0   api    12m          128Mi\nprod        api-1   api    12m          1Gi\n',
      ).samples.map(({ cgroup, metrics }) => [cgroup, metrics.workingSetBytes]),
    ).toEqual([
      ['prod/api-0/api', 128 * MiB],
      ['prod/api-1/api', 1024 * MiB],
    ]);
    const nodes = read(
      'NAME     CPU(cores)   CPU%        MEMORY(bytes)   MEMORY%\nnode-1   250m         12%         3055Mi          79%\nnode-2   <unknown>    <unknown>   <unknown>       <unknown>\n',
    );
    expect(nodes.rejects).toEqual([]);
    expect(nodes.samples.map(({ scope, host, metrics }) => [scope, host, metrics])).toEqual([
      ['system', 'node-1', { workingSetBytes: 3055 * MiB, memUsedPercent: 79 }],
    ]);
  });
});

describe('runtimes', () => {
  test('jstat -gc sums what is in use and what is taken', () => {
    const heading =
      ' S0C    S1C    S0U    S1U      EC       EU        OC         OU       MC     MU    CCSC   CCSU   YGC     YGCT    FGC    FGCT     GCT   ';
    const { samples, rejects } = read(
      `${heading}\n1024.0 1024.0  0.0   512.5   8192.0   4096.0   20480.0    10240.0   4864.0 4500.0 512.0  460.2      5    0.020   0      0.000    0.020\n1024.0 1024.0\n`,
    );
    expect(samples[0]?.metrics).toEqual({
      heapUsedBytes: (512.5 + 4096 + 10_240) * KiB,
      heapCommittedBytes: (1024 + 1024 + 8192 + 20_480) * KiB,
      nonHeapUsedBytes: 4500 * KiB,
    });
    expect(rejects).toEqual(['row does not fit its heading']);
  });
  test("Node's console form, on several lines and on one", () => {
    const { samples, foreign } = read(
      '2026-11-20 09:35:43\nMemory usage: {\n  rss: 48234496,\n  heapTotal: 6537216,\n  heapUsed: 5012344,\n  external: 1048576,\n  arrayBuffers: 10515\n}\nMemory usage: { rss: 4935680, heapTotal: 1826816, heapUsed: 650472, external: 49879 }\n',
    );
    expect(foreign).toEqual([]);
    expect(samples.map(({ metrics }) => metrics.rssBytes)).toEqual([48_234_496, 4_935_680]);
    expect(samples.map(isoOf)).toEqual(['2026-11-20T09:35:43', null]);
  });
  test("psutil's tuples", () => {
    expect(
      onlyMetrics(
        read('svmem(total=10367352832, available=6472179712, percent=37.6, used=8186245120, free=2181107712)\n'),
      ),
    ).toMatchObject({ memAvailableBytes: 6_472_179_712, memUsedPercent: 37.6 });
    expect(read('pmem(rss=15691776, vms=21979136, shared=5246976, text=2383872)\n').samples[0]).toMatchObject({
      scope: 'process',
      metrics: { rssBytes: 15_691_776 },
    });
  });
});

describe('userspace killers', () => {
  test('earlyoom, behind its log prefix too', () => {
    const report = 'mem avail:  5259 of  7842 MiB (67.05%), swap free:   12 of   34 MiB ( 0.00%)';
    expect(onlyMetrics(read(`${report}\n`))).toEqual({
      memAvailableBytes: 5259 * MiB,
      swapFreeBytes: 12 * MiB,
      swapTotalBytes: 34 * MiB,
    });
    const { samples } = read(`2026-11-20T09:35:43+01:00 web01 earlyoom[77]: ${report}\n`);
    expect(samples.map((sample) => [isoOf(sample), sample.host])).toEqual([['2026-11-20T09:35:43+01:00', 'web01']]);
  });
  test('oomctl', () => {
    const { samples, foreign } = read(
      'Dry Run: no\nSwap Used Limit: 90.00%\nDefault Memory Pressure Limit: 60.00%\nDefault Memory Pressure Duration: 20s\nSystem Context:\n\tMemory: Used: 85.4M, Total: 455.6M\n\tSwap: Used: 112K, Total: 219.9M\nSwap Monitored CGroups:\nMemory Pressure Monitored CGroups:\n\tPath: /system.slice/a.service\n\t\tMemory Pressure Limit: 60.00%\n\t\tPressure: Avg10: 12.50 Avg60: 3.00 Avg300: 1.00 Total: 1s\n\t\tCurrent Memory Usage: 43.5M\n\t\tMemory Min: 0B\n\t\tMemory Low: 0B\n\t\tPgscan: 5\n\t\tLast Pgscan: 4\n',
    );
    expect(foreign).toEqual([]);
    expect(samples.map(({ cgroup, metrics }) => [cgroup, metrics])).toEqual([
      [
        null,
        { memTotalBytes: Math.round(455.6 * MiB), swapUsedBytes: 112 * KiB, swapTotalBytes: Math.round(219.9 * MiB) },
      ],
      [
        '/system.slice/a.service',
        { psiMemoryFullAvg10: 12.5, psiMemoryFullAvg60: 3, psiMemoryFullAvg300: 1, cgroupUsageBytes: 43.5 * MiB },
      ],
    ]);
  });
});

test('vmstat -s: the unit is in the text', () => {
  const text = (unit: string) =>
    `          100 ${unit} total memory\n           50 ${unit} free memory\n            7 ${unit} swap cache\n           12 pages swapped in\n          3 interrupts\n`;
  expect(onlyMetrics(read(text('K')))).toEqual({
    memTotalBytes: 100 * KiB,
    memFreeBytes: 50 * KiB,
    cacheColumnBytes: 7 * KiB,
    swapInPagesTotal: 12,
  });
  expect(onlyMetrics(read(text('m')))).toMatchObject({ memTotalBytes: 100_000_000 });
});

test('System V shared memory is summed', () => {
  const heading =
    '       key      shmid perms                  size  cpid  lpid nattch   uid   gid  cuid  cgid      atime      dtime      ctime                   rss                  swap';
  const row = (id: number) =>
    `         0          ${id}   600              16777216   105   105      0     0     0     0     0 1772651020 1772651106 1772651020              4096                     0`;
  expect(onlyMetrics(read(`${heading}\n${row(1)}\n${row(2)}\n`))).toEqual({
    sysvShmBytes: 2 * 16_777_216,
    sysvShmRssBytes: 8192,
  });
});

describe('files of a process beside those of the machine', () => {
  const rollup =
    '00400000-7ffc0000 ---p 00000000 00:00 0    [rollup]\nRss: 126044 kB\nPss: 90000 kB\nAnonHugePages: 2048 kB\nSwap: 0 kB\n';

  // The huge pages of one process are no huge pages of the machine.
  test('smaps_rollup with blank lines between its own', () => {
    const { samples } = read(rollup.replaceAll('\n', '\n\n'));
    expect(samples.map(({ scope, metrics }) => [scope, metrics.rssBytes, metrics.anonHugePagesBytes])).toEqual([
      ['process', 126044 * 1024, undefined],
    ]);
  });

  test('whole smaps are no meminfo', () => {
    const mapping =
      '55d0c0000000-55d0c0021000 rw-p 00000000 00:00 0    [heap]\nSize: 132 kB\nRss: 4 kB\nAnonHugePages: 0 kB\n';
    expect(read(mapping.repeat(3)).samples).toEqual([]);
  });

  test('meminfo follows status without a line between', () => {
    const { samples } = read('Name:\tjava\nPid:\t812\nVmRSS:\t  100 kB\nMemTotal: 1000 kB\nMemFree: 500 kB\n');
    expect(samples.map(({ scope }) => scope)).toEqual(['process', 'system']);
  });
});

describe('smem', () => {
  test('-w tells what is free, and no more that a counter of the kernel says', () => {
    const text =
      'Area                           Used      Cache   Noncache \nkernel image 0 0 0 \nuserspace memory 1995920 392740 1603180 \nfree memory 15499124 15499124 0 \n';
    expect(onlyMetrics(read(text))).toEqual({ memFreeBytes: 15499124 * 1024 });
  });

  test.each([
    [
      '-u',
      'User     Count     Swap      USS      PSS      RSS \nroot         5        0   305496   305879   315744 \n',
    ],
    [
      '-p',
      '  PID User     Command      Swap      USS      PSS      RSS \n    6 root     grower     0.00%    1.19%    1.19%    1.19% \n',
    ],
    ['-w -p', 'Area    Used      Cache   Noncache \nfree memory 62.79% 62.79% 0.00% \n'],
  ])('%s is left out, and said', (_, text) => {
    expect(read(text)).toMatchObject({ samples: [], foreign: [], rejects: [expect.any(String)] });
  });
});

describe('containers', () => {
  const usage = (text: string) => read(text).samples.map(({ cgroup, metrics }) => [cgroup, metrics]);
  const used = Math.round(5.629 * MiB);
  const limit = Math.round(1.952 * 1024 * MiB);

  // Who gives a format of his own leaves columns out; a share that is not there is not 0.
  test.each([
    ['name and memory', 'NAME      MEM USAGE / LIMIT\napi   5.629MiB / 1.952GiB\n'],
    ['name, cpu and memory', 'NAME      CPU %     MEM USAGE / LIMIT\napi   0.28%     5.629MiB / 1.952GiB\n'],
  ])('docker stats with %s', (_, text) => {
    expect(usage(text)).toEqual([['api', { workingSetBytes: used, cgroupLimitBytes: limit }]]);
  });

  test('crictl stats', () => {
    const text =
      'CONTAINER           NAME                CPU %               MEM                 DISK                INODES\n' +
      '5f4a0c1a6b1b3       etcd                1.20                96.27MB             73.73kB             20\n';
    expect(usage(text)).toEqual([['etcd', { workingSetBytes: 96_270_000 }]]);
  });
});

describe('process.memoryUsage()', () => {
  const inBytes = { rssBytes: 36290560, heapCommittedBytes: 6537216, heapUsedBytes: 4880248, externalBytes: 8272 };

  test.each([
    [
      'the first member behind the brace',
      'Memory: { rss: 36290560,\n  heapTotal: 6537216,\n  heapUsed: 4880248,\n  external: 8272 }\n',
    ],
    ['digits in groups', '{ rss: 36_290_560, heapTotal: 6_537_216, heapUsed: 4_880_248, external: 8_272 }\n'],
    [
      'a time before it',
      '2025-11-20T09:35:00.000Z { rss: 36290560, heapTotal: 6537216, heapUsed: 4880248, external: 8272 }\n',
    ],
  ])('%s', (_, text) => {
    const { samples } = read(text);
    expect(samples.map(({ metrics }) => metrics)).toEqual([inBytes]);
    expect(samples[0]?.stamp === null).toBe(!text.startsWith('2025'));
  });
});

describe("Prometheus' answers as jq prints them", () => {
  const answer = (isSorted: boolean): string => {
    const result = [
      { metric: { __name__: 'node_memory_MemFree_bytes', instance: 'web1:9100' }, values: [[1763631300, '4096']] },
    ];
    const data = isSorted ? { result, resultType: 'matrix' } : { resultType: 'matrix', result };
    const parts = isSorted ? { data, status: 'success' } : { status: 'success', isPartial: false, warnings: [], data };
    return JSON.stringify(parts, null, 2);
  };

  test.each([true, false])('keys sorted: %s', (isSorted) => {
    expect(onlyMetrics(read(answer(isSorted)))).toEqual({ memFreeBytes: 4096 });
  });
});
