import { describe, expect, test } from 'vitest';
import { isoOf, KiB, read } from './support.ts';

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
