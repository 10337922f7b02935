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
