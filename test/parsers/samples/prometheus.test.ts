import { describe, expect, test } from 'vitest';
import { isoOf, onlyMetrics, read } from './support.ts';

describe('exposition', () => {
  test('the node exporter: names of meminfo, counters, the time and the host it states itself', () => {
    const { samples, rejects, foreign } =
      read(`# HELP node_memory_Active_anon_bytes Memory information field Active_anon_bytes.
# TYPE node_memory_Active_anon_bytes gauge
node_memory_Active_anon_bytes 2.547712e+06
node_memory_HugePages_Total 3
node_memory_Hugepagesize_bytes 2.097152e+06
node_memory_MemTotal_bytes 7.46844160e+08
node_pressure_memory_waiting_seconds_total 1.5
node_time_seconds 1.7803507433819752e+09
node_uname_info{domainname="(none)",nodename="web04",release="6.1.0"} 1
node_vmstat_oom_kill 2
node_vmstat_pgpgin 10
node_vmstat_pswpin 4
`);
    expect([rejects, foreign]).toEqual([[], []]);
    expect(samples).toHaveLength(1);
    expect(samples[0]).toMatchObject({ host: 'web04', stampBasis: 'written', scope: 'system' });
    expect(samples.map(isoOf)).toEqual(['2026-06-01T21:52:23.381+00:00']);
    expect(samples[0]?.metrics).toEqual({
      activeAnonBytes: 2_547_712,
      memTotalBytes: 746_844_160,
      hugetlbBytes: 3 * 2_097_152,
      psiMemorySomeUsTotal: 1_500_000,
      oomKillCount: 2,
      pageInBytesTotal: 10_240,
      swapInPagesTotal: 4,
    });
  });

  test('the file name dates a scrape that nothing else dates, as derived', () => {
    const { samples } = read('process_resident_memory_bytes 1.5e+06\n', { path: 'scrapes/metrics-1780350740.prom' });
    expect(samples.map((sample) => [isoOf(sample), sample.stampBasis])).toEqual([
      ['2026-06-01T21:52:20+00:00', 'derived'],
    ]);
  });

  test('a marker before the scrape goes before the file name', () => {
    const { samples } = read('1763631300\nprocess_resident_memory_bytes 1.5e+06\n', {
      path: 'metrics-1780350740.prom',
    });
    expect(samples.map((sample) => [isoOf(sample), sample.stampBasis])).toEqual([
      ['2025-11-20T09:35:00+00:00', 'written'],
    ]);
  });

  test('timestamps are milliseconds here and seconds in OpenMetrics', () => {
    expect(read('process_resident_memory_bytes 5 1763631343000\n').samples.map(isoOf)).toEqual([
      '2025-11-20T09:35:43+00:00',
    ]);
    expect(read('process_resident_memory_bytes 5 1763631343.5\n# EOF\n').samples.map(isoOf)).toEqual([
      '2025-11-20T09:35:43.500+00:00',
    ]);
  });

  test('scrapes follow each other', () => {
    const scrape = (value: number) =>
      `# TYPE process_resident_memory_bytes gauge\nprocess_resident_memory_bytes ${value}\n`;
    expect(read(scrape(1) + scrape(2)).samples.map((sample) => sample.metrics.rssBytes)).toEqual([1, 2]);
  });

  test('containers are told apart, limit 0 is no limit, NaN and infinities are absent', () => {
    const { samples } = read(`container_memory_working_set_bytes{container="api",pod="api-0",namespace="prod"} 4096
container_memory_working_set_bytes{id="/docker/x",name="db"} 8192
container_spec_memory_limit_bytes{container="api",pod="api-0",namespace="prod"} 0
container_spec_memory_limit_bytes{id="/docker/x",name="db"} 16384
container_memory_rss{id="/docker/x"} NaN
container_memory_cache{id="/docker/x"} +Inf
container_oom_events_total{id="/docker/x"} 3
`);
    expect(samples.map(({ cgroup, metrics }) => [cgroup, metrics])).toEqual([
      ['prod/api-0/api', { workingSetBytes: 4096 }],
      ['/docker/x', { workingSetBytes: 8192, cgroupLimitBytes: 16_384, oomKillCount: 3 }],
    ]);
  });

  test('pools of a JVM are summed once the family is over', () => {
    const pools = 'jvm_memory_used_bytes{area="heap",id="Eden"} 100\njvm_memory_used_bytes{area="heap",id="Old"} 200\n';
    expect(onlyMetrics(read(`${pools}# EOF\n`))).toEqual({ heapUsedBytes: 300 });
    expect(read(pools).samples).toEqual([]);
  });

  test("an application's own gauges keep their names", () => {
    const metrics = onlyMetrics(
      read(
        'process_resident_memory_bytes 5\nstemedb_cache_memory_bytes 6\nstemedb_index_memory_bytes 7\nhttp_response_bytes_total 8\n',
      ),
    );
    expect(metrics).toEqual({ rssBytes: 5, stemedb_cache_memory_bytes: 6, stemedb_index_memory_bytes: 7 });
  });

  test("telegraf's names are taken with telegraf's label only", () => {
    const { samples } = read(
      '# TYPE mem_available gauge\nmem_available{host="a"} 4096\nmem_free 5\nprocstat_memory_rss{host="a",process_name="java"} 8192\n',
    );
    expect(samples.map(({ scope, host, comm, metrics }) => [scope, host, comm, metrics])).toEqual([
      ['system', 'a', null, { memAvailableBytes: 4096 }],
      ['process', 'a', 'java', { rssBytes: 8192 }],
    ]);
  });

  test('labels may hold anything', () => {
    const { samples, rejects } = read('container_memory_usage_bytes{id="/a\\"b\\\\c,}",image="x=\\n{y}"} 5\n');
    expect(rejects).toEqual([]);
    expect(samples[0]?.cgroup).toBe('/a"b\\c,}');
  });

  test('zones, NUMA nodes and groups of processes', () => {
    const { samples } = read(`node_buddyinfo_blocks{node="0",zone="DMA32",size="4"} 12
node_memory_numa_MemFree{node="1"} 4096
namedprocess_namegroup_memory_bytes{groupname="nginx",memtype="resident"} 8192
`);
    expect(samples.map(({ scope, zone, comm, metrics }) => [scope, zone ?? comm, metrics])).toEqual([
      ['zone', 'node 0 zone DMA32', { freeBlocksOrder4: 12 }],
      ['zone', 'node 1', { memFreeBytes: 4096 }],
      ['process', 'nginx', { rssBytes: 8192 }],
    ]);
  });

  test.each(['node_memory_MemFree_bytes{a="b" 5', 'node_memory_MemFree_bytes 5x', 'node_memory_MemFree_bytes{a="b"}'])(
    '%s is rejected',
    (line) => {
      const { samples, rejects } = read(`# TYPE node_memory_MemFree_bytes gauge\n${line}\n`);
      expect(samples).toEqual([]);
      expect(rejects).toEqual(['unreadable value']);
    },
  );

  test('a scrape of ten thousand containers stays in bounds and loses none', () => {
    const lines = Array.from({ length: 10_000 }, (_, index) => `container_memory_rss{id="/c${index}"} ${index}\n`).join(
      '',
    );
    const { samples } = read(lines);
    expect(new Set(samples.map((sample) => sample.cgroup)).size).toBe(10_000);
  });
});

describe('answers of the HTTP API', () => {
  const series = (metric: object, values: [number, string][]) => ({ metric, values });
  const answer = (result: unknown[]) => ({ status: 'success', data: { resultType: 'matrix', result } });
  const memory = series({ __name__: 'node_memory_MemAvailable_bytes', instance: 'h1:9100' }, [
    [1763631300, '2298032128'],
    [1763631315.5, 'NaN'],
    [1763631330.25, '2.298032129e+09'],
  ]);

  test.each([
    ['on one line', JSON.stringify(answer([memory]))],
    ['on many', JSON.stringify(answer([memory]), null, 2)],
    ['bare data', JSON.stringify(answer([memory]).data)],
    ['several in an array', JSON.stringify([answer([memory])])],
  ])('%s', (_, text) => {
    const { samples, rejects, foreign } = read(text);
    expect(rejects).toEqual([]);
    // Lines before the one that shows what the document is.
    expect(foreign.join('')).toMatch(/^(?:\{ {2}"status": "success", {2}"data": \{)?$/);
    expect(samples.map((sample) => [isoOf(sample), sample.host, sample.metrics])).toEqual([
      ['2025-11-20T09:35:00+00:00', 'h1', { memAvailableBytes: 2_298_032_128 }],
      ['2025-11-20T09:35:30.250+00:00', 'h1', { memAvailableBytes: 2_298_032_129 }],
    ]);
  });

  test('an expression has no name, a failed query no result: both are said', () => {
    expect(read(JSON.stringify(answer([series({ instance: 'h1' }, [[1763631300, '0.9']])])))).toMatchObject({
      samples: [],
      rejects: ['series without a name'],
    });
    expect(read('{"status":"error","errorType":"timeout","error":"query timed out"}')).toMatchObject({
      samples: [],
      rejects: ['the query had failed'],
    });
  });

  test('an answer that is cut: the points before the cut are read', () => {
    const text = JSON.stringify(answer([memory]));
    const { samples, rejects } = read(text.slice(0, text.indexOf('NaN')));
    expect(samples).toHaveLength(1);
    expect(rejects).toEqual(['JSON breaks off']);
  });

  test('a loopback address is no host', () => {
    const local = series({ __name__: 'node_memory_MemFree_bytes', instance: '127.0.0.1:9100' }, [[1763631300, '5']]);
    expect(read(JSON.stringify(answer([local]))).samples[0]?.host).toBeNull();
  });

  test('promtool prints a vector as text', () => {
    const { samples } = read('node_memory_MemAvailable_bytes{instance="h1:9100"} => 2298032128 @[1763631300]\n');
    expect(samples.map((sample) => [isoOf(sample), sample.metrics])).toEqual([
      ['2025-11-20T09:35:00+00:00', { memAvailableBytes: 2_298_032_128 }],
    ]);
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
