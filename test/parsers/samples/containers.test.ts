import { describe, expect, test } from 'vitest';
import { KiB, MiB, read } from './support.ts';

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
