import { expect, test } from 'vitest';
import { nameSamplers, type SeriesPart } from '../../src/alignment/points/samplers.ts';

/** Points of two samplers in one series make jumps that nobody measured. */
function part(path: string, metric: string, seconds: readonly number[], pid: number | null = null): SeriesPart {
  return {
    path,
    series: {
      host: null,
      directory: '/s',
      scope: pid === null ? 'system' : 'process',
      pid,
      comm: null,
      startedAt: null,
      cgroup: null,
      zone: null,
      metric,
      format: 'sar',
      quantumBytes: 1024,
      timeBasis: 'realtime',
    },
    points: seconds.map((at) => ({
      atUs: at * 1_000_000,
      value: at,
      source: { path, line: 1, byteStart: 0, byteEnd: 1 },
    })),
  };
}

const every = (step: number, from = 0, to = 120): number[] =>
  Array.from({ length: Math.floor((to - from) / step) + 1 }, (_, index) => from + index * step);

test('two intervals beside each other are two samplers, with all that each measured', () => {
  const fine = [part('/s/sar-r-2s', 'memFreeBytes', every(2)), part('/s/sar-S-2s', 'swapFreeBytes', every(2))];
  const coarse = [part('/s/sar-r-10s', 'memFreeBytes', every(10)), part('/s/sar-S-10s', 'swapFreeBytes', every(10))];
  const name = nameSamplers([...coarse, ...fine]);
  expect(new Set(fine.map(name)).size).toBe(1);
  expect(new Set(coarse.map(name)).size).toBe(1);
  expect(name(fine[0] as SeriesPart)).not.toBe(name(coarse[0] as SeriesPart));
});

test('files that follow one another are one sampler', () => {
  const parts = [
    part('/s/sa01', 'memFreeBytes', every(10, 0, 100)),
    part('/s/sa02', 'memFreeBytes', every(10, 100, 200)),
    part('/s/sa03', 'memFreeBytes', every(10, 210, 300)),
  ];
  expect(new Set(parts.map(nameSamplers(parts))).size).toBe(1);
});

test('the same process in two listings: two samplers; a file for every process: one', () => {
  const twice = [part('/s/ps.txt', 'rssBytes', every(5), 7), part('/s/ps-aux.txt', 'rssBytes', every(5), 7)];
  expect(new Set(twice.map(nameSamplers(twice))).size).toBe(2);
  const files = [part('/s/7.txt', 'rssBytes', every(5), 7), part('/s/8.txt', 'rssBytes', every(5), 8)];
  expect(new Set(files.map(nameSamplers(files))).size).toBe(1);
});

test('copies in two folders are not mixed', () => {
  const copies = [part('/a/sar', 'memFreeBytes', every(2)), part('/b/sar', 'memFreeBytes', every(2))];
  expect(new Set(copies.map(nameSamplers(copies))).size).toBe(2);
});
