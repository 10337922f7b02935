import { describe, expect, test } from 'vitest';
import { isoOf, KiB, MiB, onlyMetrics, read } from './support.ts';

describe('CSV', () => {
  test('names, units in names, ISO times', () => {
    const { samples, rejects, foreign } = read(
      'timestamp,used_mb,free_kib,mem_used_percent,host,requests\n2026-02-09 10:00:05,1234,567,68.5,web01,12\n',
    );
    expect([rejects, foreign]).toEqual([[], []]);
    expect(samples.map(isoOf)).toEqual(['2026-02-09T10:00:05']);
    expect(samples[0]).toMatchObject({ host: 'web01', scope: 'system', unitAssumed: 'MiB', quantumBytes: MiB });
    expect(samples[0]?.metrics).toEqual({ memUsedBytes: 1234 * MiB, memFreeBytes: 567 * KiB, memUsedPercent: 68.5 });
  });

  test.each([
    ['epoch', '1763631305'],
    ['milliseconds', '1763631305000'],
    ['nanoseconds', '1763631305000000000'],
    ['RFC 3339', '2025-11-20T09:35:05Z'],
  ])('times as %s', (_, time) => {
    expect(read(`ts,rss_bytes\n${time},4096\n`).samples.map(isoOf)).toEqual(['2025-11-20T09:35:05+00:00']);
  });

  test('date and time in columns of their own', () => {
    expect(read('Date,Time,Used_MB\n2026-02-09,10:00:05,12\n').samples.map(isoOf)).toEqual(['2026-02-09T10:00:05']);
  });

  test('a slashed date is read once the file shows its order, and rejected before', () => {
    const { samples, rejects } = read(
      'time,used_mb\n11/12/2026 10:00:00,1\n11/20/2026 10:00:00,2\n11/12/2026 10:00:00,3\n',
    );
    expect(samples.map(isoOf)).toEqual(['2026-11-20T10:00:00', '2026-11-12T10:00:00']);
    expect(rejects).toEqual(['unreadable time']);
  });

  test('decimal commas with semicolons', () => {
    const { samples } = read('Zeit;x\n');
    expect(samples).toEqual([]);
    expect(onlyMetrics(read('time;used_mb;mem_used_percent\n1763631305;1.234,5;37,25\n'))).toEqual({
      memUsedBytes: 1234.5 * MiB,
      memUsedPercent: 37.25,
    });
  });

  test('a number that may be a thousand or one is left out until the file shows which', () => {
    const { samples, rejects } = read(
      'time;used_mb;mem_used_percent\n1763631305;1.234;37\n1763631310;1.234;37,5\n1763631315;1.234;37\n',
    );
    expect(samples.map((sample) => sample.metrics.memUsedBytes)).toEqual([undefined, undefined, 1234 * MiB]);
    expect(rejects).toEqual(['decimal mark unknown', 'decimal mark unknown']);
  });

  test('bare sizes: the values show the unit, or there are no sizes', () => {
    const kib = read('ts,used,free\n1763631305,1263616,18220\n1763631310,1263620,18216\n');
    expect(kib.samples[0]).toMatchObject({ unitAssumed: 'KiB', metrics: { memUsedBytes: 1_263_616 * KiB } });
    const unknown = read('ts,used,free\n1763631305,7.25,0.5\n');
    expect(unknown).toMatchObject({ samples: [], rejects: ['unit unknown'] });
    expect(read('ts,used,free\n1763631305,7.25,0.5\n', { unit: 'GiB' }).samples[0]).toMatchObject({
      unitAssumed: null,
      metrics: { memUsedBytes: 7.25 * 1024 * MiB },
    });
  });

  test('a value that contradicts the unit is left out', () => {
    const rows = Array.from({ length: 16 }, (_, i) => `17636313${10 + i},${1263616 + 4 * i},18220\n`).join('');
    const { samples, rejects } = read(`ts,used,free\n${rows}1763631330,1263621,18216\n`);
    expect(samples.at(-1)?.metrics).toEqual({ memFreeBytes: 18_216 * KiB });
    expect(rejects).toEqual(['unit unknown']);
  });

  test('cells with units of their own', () => {
    expect(onlyMetrics(read('time,used,free,mem\n1763631305,1.2GiB,512 MiB,37%\n'))).toEqual({
      memUsedBytes: Math.round(1.2 * 1024 * MiB),
      memFreeBytes: 512 * MiB,
    });
  });

  test('a row for a process or a container', () => {
    const { samples } = read('time,pid,comm,rss_kb,swap_kb\n1763631305,812,java,2048,4\n');
    expect(samples[0]).toMatchObject({
      scope: 'process',
      pid: 812,
      comm: 'java',
      metrics: { rssBytes: 2 * MiB, swapBytes: 4 * KiB },
    });
    expect(read('time,container,memory.current_bytes\n1763631305,api,2048\n').samples[0]).toMatchObject({
      scope: 'cgroup',
      cgroup: 'api',
      metrics: { cgroupUsageBytes: 2048 },
    });
  });

  test("Grafana's columns are series", () => {
    const { samples } = read(
      '"Time","node_memory_MemAvailable_bytes{instance=""h1:9100"",job=""node""}","node_memory_MemAvailable_bytes{instance=""h2:9100""}"\n2026-11-20 09:35:43,2298032128,4096\n',
    );
    expect(samples.map(({ host, metrics }) => [host, metrics])).toEqual([
      ['h1', { memAvailableBytes: 2_298_032_128 }],
      ['h2', { memAvailableBytes: 4096 }],
    ]);
  });

  test("collectd's file names the metric", () => {
    const { samples } = read('epoch,value\n1763631305.123,4096.0\n', { path: 'web01/memory/memory-used-2026-11-20' });
    expect(samples[0]?.metrics).toEqual({ memUsedBytes: 4096 });
  });

  test('tabs, bars and blanks separate as well', () => {
    for (const text of [
      'time\tused_mb\n1763631305\t12\n',
      'time|used_mb\n1763631305|12\n',
      'time  used_mb\n2025-11-20 09:35:05  12\n',
    ])
      expect(onlyMetrics(read(text))).toEqual({ memUsedBytes: 12 * MiB });
  });

  test.each([
    ['a column too few', '1763631305,1'],
    ['a column too many', '1763631305,1,2,3'],
    ['no time', 'yesterday,1,2'],
    ['an open quote', '"1763631305,1,2'],
  ])('%s: rejected', (_, row) => {
    const { samples, rejects } = read(`time,used_mb,free_mb\n1763631305,1,2\n${row}\n`);
    expect(samples).toHaveLength(1);
    expect(rejects).toHaveLength(1);
  });

  test.each([
    ['empty', ''],
    ['NaN', 'NaN'],
    ['infinite', 'inf'],
  ])('a cell that is %s is absent', (_, cell) => {
    const { samples, rejects } = read(`time,used_mb,free_mb\n1763631305,${cell},2\n`);
    expect(rejects).toEqual([]);
    expect(samples[0]?.metrics).toEqual({ memFreeBytes: 2 * MiB });
  });

  test('negative sizes and shares above 100 % are impossible', () => {
    const { samples, rejects } = read('time,used_mb,mem_used_percent,free_mb\n1763631305,-1,101,2\n');
    expect(samples[0]?.metrics).toEqual({ memFreeBytes: 2 * MiB });
    expect(rejects).toEqual(['impossible value', 'impossible value']);
  });

  test.each([
    'oom-kill:constraint=CONSTRAINT_NONE,nodemask=(null),cpuset=/,mems_allowed=0,global_oom,task=redis,pid=351,uid=0',
    'hello, used, free, world',
    'id,name,price',
    'Mem-Info:, active_anon',
  ])('%s is no heading', (text) => {
    expect(read(`${text}\n1,2,3,4\n`).samples).toEqual([]);
  });
});

describe('JSON lines', () => {
  test.each([
    [
      'telegraf',
      '{"fields":{"available":4096,"used_percent":3.5},"name":"mem","tags":{"host":"a"},"timestamp":1763631305}',
      { memAvailableBytes: 4096, memUsedPercent: 3.5 },
    ],
    [
      'telegraf procstat',
      '{"fields":{"memory_rss":4096,"pid":812},"name":"procstat","tags":{"host":"a","process_name":"java"},"timestamp":1763631305}',
      { rssBytes: 4096 },
    ],
    [
      'metricbeat',
      '{"@timestamp":"2025-11-20T09:35:05.000Z","host":{"name":"a"},"system":{"memory":{"total":8192,"actual":{"free":4096},"used":{"bytes":1,"pct":0.1}}}}',
      { memTotalBytes: 8192, memAvailableBytes: 4096, memUsedBytes: 1 },
    ],
    [
      'metricbeat with dotted names',
      '{"@timestamp":"2025-11-20T09:35:05.000Z","host.name":"a","system.process.memory.rss.bytes":4096,"process.pid":812}',
      { rssBytes: 4096 },
    ],
    [
      'Docker',
      '{"read":"2025-11-20T09:35:05Z","name":"/api","memory_stats":{"usage":8192,"limit":16384,"stats":{"inactive_file":4096}}}',
      { cgroupUsageBytes: 8192, cgroupLimitBytes: 16_384, inactiveFileBytes: 4096 },
    ],
    [
      'psutil',
      '{"time":1763631305,"host":"a","mem":{"total":8388608,"available":4096,"percent":37.5,"used":1,"free":2},"swap":{"total":3,"used":1,"free":2,"percent":33.3,"sin":7,"sout":8}}',
      {
        memTotalBytes: 8_388_608,
        memAvailableBytes: 4096,
        memUsedPercent: 37.5,
        memUsedBytes: 1,
        memFreeBytes: 2,
        swapTotalBytes: 3,
        swapUsedBytes: 1,
        swapFreeBytes: 2,
        swapUsedPercent: 33.3,
        swapInBytesTotal: 7,
        swapOutBytesTotal: 8,
      },
    ],
    [
      'Node',
      '{"ts":1763631305000,"hostname":"a","pid":7,"memory":{"rss":48234496,"heapTotal":6537216,"heapUsed":5012344,"external":1048576,"arrayBuffers":1}}',
      { rssBytes: 48_234_496, heapCommittedBytes: 6_537_216, heapUsedBytes: 5_012_344, externalBytes: 1_048_576 },
    ],
    [
      'telling names',
      '{"time":"2025-11-20T09:35:05Z","host":"a","rss_mb":12,"mem_percent":50,"mem_used_percent":70}',
      { rssBytes: 12 * MiB, memoryPercent: 50 },
    ],
  ])('%s', (_, text, metrics) => {
    const { samples, rejects } = read(`${text}\n`);
    expect(rejects).toEqual([]);
    expect(samples.map((sample) => sample.metrics)).toEqual([metrics]);
    expect(samples.map(isoOf)).toEqual(['2025-11-20T09:35:05+00:00']);
    expect(samples.map(({ host, cgroup }) => host ?? cgroup)).toEqual([text.includes('memory_stats') ? 'api' : 'a']);
  });

  test.each([
    '{"MESSAGE":"Out of memory","_PID":"1","rss":48234496,"__REALTIME_TIMESTAMP":"1"}',
    '{"log":"rss=5","stream":"stdout","time":"2025-11-20T09:35:05Z"}',
    '{"level":30,"time":1763631305000,"msg":"started","total":5}',
    '{"kernel":"6.12","page_size":4096,"ram_kib":466000}',
    '[1,2,3]',
  ])('%s is foreign', (text) => {
    expect(read(`${text}\n`)).toMatchObject({ samples: [], rejects: [] });
  });

  test('machine and process in one object are two samples', () => {
    const { samples } = read(
      '{"time":1763631305,"pid":7,"mem":{"total":8388608,"available":4096,"percent":37.5},"proc":{"rss":4194304,"vms":8388608}}\n',
    );
    expect(samples.map(({ scope, pid, metrics }) => [scope, pid, Object.keys(metrics).length])).toEqual([
      ['system', null, 3],
      ['process', 7, 2],
    ]);
  });

  test('an object cut short is rejected once such objects were read', () => {
    const line = '{"time":"2025-11-20T09:35:05Z","rss_mb":12}';
    expect(read(`${line}\n${line.slice(0, 30)}\n${line}\n`)).toMatchObject({ rejects: ['broken JSON'] });
  });
});

test('line protocol, escaped and with nanoseconds', () => {
  const { samples, rejects } = read(
    'mem,host=web\\ 01 available=123i,used_percent=3.5,comment="a b, c" 1763631305000000000\nmem,host=a available=123i oops\ncpu,host=a usage=1 1763631305000000000\n',
  );
  expect(samples.map((sample) => [isoOf(sample), sample.host, sample.metrics])).toEqual([
    ['2025-11-20T09:35:05+00:00', 'web 01', { memAvailableBytes: 123, memUsedPercent: 3.5 }],
  ]);
  expect(rejects).toEqual(['unreadable time']);
});
