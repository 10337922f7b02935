import { describe, expect, it } from 'vitest';
import { parseOpenvzKill } from '../../../../parsers/records/oom-kill/openvz.ts';
import { kills, onlyKill } from './reports.ts';

const kill = (pid: number, comm = 'php-cgi') =>
  `Out of memory in UB 1234: OOM killed process ${pid} (${comm}) score 0 vm:281988kB, rss:17004kB, swap:0kB`;

/** A container on OpenVZ sees these lines alone: whoever runs one has no other witness. */
describe('the OOM killer of OpenVZ', () => {
  it('kills at the limit of a container, and its line is a whole record', () => {
    expect(onlyKill(kill(21_738))).toMatchObject({
      complete: true,
      problems: ['dump-suppressed'],
      constraint: 'memcg',
      constraintBasis: 'inferred',
      outcome: 'killed',
      selected: { pid: 21_738, comm: 'php-cgi', score: 0 },
      // Its RSS is printed, and not how much of it is anonymous.
      victims: [{ pid: 21_738, comm: 'php-cgi', totalVmBytes: 281_988 * 1024, anonRssBytes: null, score: 0 }],
    });
  });

  it('makes a record of each kill', () => {
    expect(kills([kill(1), kill(2), kill(2)].join('\n')).map(({ victims }) => victims.map(({ pid }) => pid))).toEqual([
      [1],
      [2],
      [2],
    ]);
  });

  it('announces a kill in a line of its own on older kernels', () => {
    const text = `Out of memory in UB: kill process 7 (web (x)) or a child
OOM killed process 9 (web) vm:8kB, rss:4kB, swap:0kB`;
    expect(onlyKill(text)).toMatchObject({
      complete: true,
      constraint: 'memcg',
      selected: { pid: 7, comm: 'web (x)', score: null },
      victims: [{ pid: 9, cause: 'child', totalVmBytes: 8192, basis: 'kill-line' }],
    });
  });

  it('is at the limit of a memory cgroup inside a container as well', () => {
    const line =
      'Out of memory in mem cgroup inside UB 7: OOM killed process 9 (web) score 31 vm:8kB, rss:4kB, swap:0kB';
    expect(onlyKill(line)).toMatchObject({ constraint: 'memcg', victims: [{ pid: 9, score: 31 }] });
  });

  it('says nothing of whose limit it was where the whole node ran out', () => {
    const line = 'Out of memory: OOM killed process 9 (web) score 31 vm:8kB, rss:4kB, swap:0kB';
    expect(onlyKill(line)).toMatchObject({ constraint: null, victims: [{ pid: 9, score: 31 }] });
  });

  it.each([
    'OOM killed process php-cgi (pid=21738, ve=1234) exited, free=4711.',
    'OOM killer in rage, 16 tasks killed in ub 1234',
    'oom-killer in ub 1234 generation 2 ends: task died',
    'ml-worker: OOM killed process 5678',
    'OOM killed process 5678 (java)',
  ])('is not meant by: %s', (line) => {
    expect(parseOpenvzKill(line)).toBeNull();
    expect(kills(line)).toEqual([]);
  });
});

/** kernel/bc/oom_kill.c and, before it, mm/oom_kill.c of these kernels begin a report in words of their own. */
describe('the header on OpenVZ', () => {
  it('says who asked, and at the limit of a container no dump follows it', () => {
    const text = `4711 (web (x)) invoked oom-killer in ub 1234 generation 2 gfp 0x280da
${kill(21_738)}
oom-killer in ub 1234 generation 2 ends: task died`;
    expect(onlyKill(text)).toMatchObject({
      complete: true,
      problems: [],
      trigger: { comm: 'web (x)', pid: 4711, gfpMask: '0x280da', order: 0, oomScoreAdj: null },
      constraint: 'memcg',
      victims: [{ pid: 21_738, comm: 'php-cgi', score: 0 }],
    });
  });

  it('names the kind of shortage on older kernels', () => {
    const text = `4711 (httpd) invoked loc oom-killer: gfp 0x200d2 order 0 oomkilladj=0
Out of memory in UB: kill process 7 (web) or a child
OOM killed process 9 (web) vm:8kB, rss:4kB, swap:0kB`;
    expect(onlyKill(text)).toMatchObject({
      complete: true,
      trigger: { comm: 'httpd', pid: 4711, order: 0 },
      victims: [{ pid: 9, cause: 'child' }],
    });
  });

  it('misses stack and memory dump where the whole node ran out', () => {
    const text = `4711 (httpd) invoked glob oom-killer: gfp 0x201d2 order 0 oomkilladj=0
Out of memory: kill process 7 (web) or a child
OOM killed process 9 (web) vm:8kB, rss:4kB, swap:0kB`;
    expect(onlyKill(text)).toMatchObject({
      complete: false,
      problems: ['call-trace-missing', 'memory-dump-missing'],
      constraint: null,
    });
  });

  it('knows no order where the node ran out and the line names none', () => {
    const text = `4711 (httpd) invoked oom-killer in ub -1 generation 7 gfp 0x200da
Out of memory: OOM killed process 9 (web) score 31 vm:8kB, rss:4kB, swap:0kB`;
    expect(onlyKill(text)).toMatchObject({ trigger: null, victims: [{ pid: 9 }] });
  });

  it('is not what ends one', () => {
    expect(kills('oom-killer in ub 7 generation 12 ends: no victims')).toEqual([]);
  });
});

describe('the kill lines of Virtuozzo 7', () => {
  it('name the container behind the process, and that cuts off nothing', () => {
    const text = `Memory cgroup out of memory: Kill process 21001 (mysqld) score 312 or sacrifice child
Killed process 21001 (mysqld) in VE "101" total-vm:1812012kB, anon-rss:412012kB, file-rss:812kB, shmem-rss:0kB
Kill process 21002 (mysqld) in VE "101" sharing same memory`;
    expect(onlyKill(text)).toMatchObject({
      problems: ['dump-suppressed'],
      victims: [
        { pid: 21_001, comm: 'mysqld', totalVmBytes: 1_812_012 * 1024, anonRssBytes: 412_012 * 1024 },
        { pid: 21_002, comm: 'mysqld' },
      ],
    });
  });
});
