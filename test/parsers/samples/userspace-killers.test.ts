import { describe, expect, test } from 'vitest';
import { isoOf, KiB, MiB, onlyMetrics, read } from './support.ts';

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
