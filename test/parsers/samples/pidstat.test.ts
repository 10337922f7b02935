import { describe, expect, test } from 'vitest';
import { isoOf, KiB, read } from './support.ts';

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
