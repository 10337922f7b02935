import { describe, expect, it } from 'vitest';
import { nodeStates } from '../../../src/diagnosis/growth/node-states.ts';
import type { MeasuredSeries, MemoryHistory } from '../../../src/diagnosis/history.ts';
import type { Exhibit } from '../../../src/diagnosis/rules/rule.ts';
import { MiB } from '../scenes.ts';

const source = { path: '/samples/numastat.txt', line: 1, byteStart: 0, byteEnd: 10 };

/** What `numastat -m` shows of one node in each of five minutes, MiB. */
function series(zone: string, metric: string, at: (minute: number) => number): MeasuredSeries {
  return {
    metric,
    format: 'numastat',
    scope: 'zone',
    pid: null,
    comm: null,
    startedAt: null,
    cgroup: null,
    zone,
    quantumBytes: 10_486,
    timeBasis: 'realtime',
    sampler: 'numastat',
    points: [0, 1, 2, 3, 4].map((minute) => ({ atUs: minute * 60_000_000, value: at(minute) * MiB, source })),
  };
}

const nodeOf = (zone: string, anon: (minute: number) => number): MeasuredSeries[] => [
  series(zone, 'memTotalBytes', () => 10_000),
  series(zone, 'memFreeBytes', (minute) => 8_000 - anon(minute)),
  series(zone, 'filePagesBytes', () => 1_000),
  series(zone, 'shmemBytes', () => 300),
  series(zone, 'anonBytes', anon),
  series(zone, 'unevictableBytes', () => 100),
  series(zone, 'slabReclaimableBytes', () => 400),
  series(zone, 'slabUnreclaimableBytes', () => 500),
];

const history = (all: readonly MeasuredSeries[]): MemoryHistory => ({
  series: all,
  eventUs: 200_000_000,
  alignmentErrorUs: 0,
});
const bound = (nodemask: string): Exhibit['report'] =>
  ({ kind: 'oom-kill', constraint: 'memory-policy', nodemask }) as unknown as Exhibit['report'];

const both = [...nodeOf('node 0', () => 1_000), ...nodeOf('node 1', (minute) => 3_000 + minute * 1_000)];

describe('states of NUMA nodes', () => {
  it('are those of the nodes that the policy allows, up to the event, each page once', () => {
    const states = nodeStates(history(both), bound('1'));
    expect(states).toHaveLength(4);
    const last = states.at(-1);
    expect(last?.totalBytes).toBe(10_000 * MiB);
    expect(Object.fromEntries([...(last?.parts ?? [])].map(([name, bytes]) => [name, bytes / MiB]))).toMatchObject({
      free: 2_000,
      anonymous: 5_900,
      locked: 100,
      'shared-memory': 300,
      'page-cache': 700,
      'slab-unreclaimable': 500,
    });
    const sum = [...(last?.parts.values() ?? [])].reduce((all, bytes) => all + bytes, 0);
    expect(sum).toBe(10_000 * MiB);
  });

  it('are summed over several allowed nodes', () => {
    expect(nodeStates(history(both), bound('0-1')).at(-1)?.totalBytes).toBe(20_000 * MiB);
  });

  it.each([
    ['a node that was not sampled', both, '0-2'],
    ['zones of a node alone', nodeOf('node 1 zone DMA32', () => 10), '1'],
    ['no node at all', [], '1'],
  ])('do not stand in for %s', (_, all, nodemask) => {
    expect(nodeStates(history(all), bound(nodemask))).toEqual([]);
  });
});
