import { describe, expect, test } from 'vitest';
import { isoOf, KiB, onlyMetrics, read } from './support.ts';

const banner = 'Linux 6.18.44 (vm) \t11/20/26 \t_x86_64_\t(2 CPU)\n\n';

describe('column sets by version', () => {
  test.each([
    [
      '9.x',
      'kbmemfree kbmemused  %memused kbbuffers  kbcached  kbcommit   %commit',
      '16405212    533944      2.16     51952   7257964    279872      1.13',
    ],
    [
      '10.x',
      'kbmemfree kbmemused  %memused kbbuffers  kbcached  kbcommit   %commit  kbactive   kbinact   kbdirty',
      '16405212    533944      2.16     51952   7257964    279872      1.13   2826424   4632904   1748548',
    ],
    [
      '11.7',
      'kbmemfree   kbavail kbmemused  %memused kbbuffers  kbcached  kbcommit   %commit  kbactive   kbinact   kbdirty',
      '16405212  23772464    533944      2.16     51952   7257964    279872      1.13   2826424   4632904   1748548',
    ],
    [
      '12.7.8',
      'kbmemfree   kbavail kbmemused  %memused kbbuffers  kbcached  kbshmem  kbcommit   %commit  kbactive   kbinact   kbdirty',
      '16405212  23772464    533944      2.16     51952   7257964  100  279872      1.13   2826424   4632904   1748548',
    ],
  ])('%s', (_, names, numbers) => {
    const { samples, rejects } = read(`${banner}09:39:44    ${names}\n09:39:45     ${numbers}\n`);
    expect(rejects).toEqual([]);
    expect(samples[0]).toMatchObject({
      host: 'vm',
      quantumBytes: KiB,
      metrics: { memFreeBytes: 16_405_212 * KiB, cachedBytes: 7_257_964 * KiB },
    });
    expect(samples.map(isoOf)).toEqual(['2026-11-20T09:39:45']);
    // Its meaning changed twice.
    expect(Object.values(samples[0]?.metrics ?? {})).not.toContain(533_944 * KiB);
  });

  test('-r ALL, -S, -B, -W, -H and -q MEM', () => {
    const { samples } = read(`${banner}09:39:44    kbmemfree kbanonpg    kbslab  kbkstack   kbpgtbl  kbvmused
09:39:45     16405212 1 2 3 4 5

09:39:44    kbswpfree kbswpused  %swpused  kbswpcad   %swpcad
09:39:45         1000        24      0.00         0      0.00

09:39:44     pgpgin/s pgpgout/s   fault/s  majflt/s  pgfree/s pgscank/s pgscand/s pgsteal/s    %vmeff
09:39:45         2.50      0.00   1404.00      1.00   2266.00      3.00      4.00      5.00      0.00

09:39:44     pswpin/s pswpout/s
09:39:45         1.00      2.00

09:39:44    kbhugfree kbhugused  %hugused
09:39:45         2048      4096     66.67

09:39:44     %smem-10  %smem-60 %smem-300     %smem  %fmem-10  %fmem-60 %fmem-300     %fmem
09:39:45         1.00      2.00      3.00      4.00      5.00      6.00      7.00      8.00
`);
    expect(samples.map((sample) => sample.metrics)).toEqual([
      {
        memFreeBytes: 16_405_212 * KiB,
        anonBytes: KiB,
        slabBytes: 2 * KiB,
        kernelStackBytes: 3 * KiB,
        pageTablesBytes: 4 * KiB,
        vmallocUsedBytes: 5 * KiB,
      },
      { swapFreeBytes: 1000 * KiB, swapUsedBytes: 24 * KiB, swapCachedBytes: 0, swapTotalBytes: 1024 * KiB },
      {
        pageInBytesPerSecond: 2.5 * KiB,
        pageOutBytesPerSecond: 0,
        faultsPerSecond: 1404,
        majorFaultsPerSecond: 1,
        freedPagesPerSecond: 2266,
        kswapdScanPagesPerSecond: 3,
        directScanPagesPerSecond: 4,
        stealPagesPerSecond: 5,
      },
      { swapInPagesPerSecond: 1, swapOutPagesPerSecond: 2 },
      { hugetlbFreeBytes: 2048 * KiB, hugetlbUsedBytes: 4096 * KiB, hugetlbBytes: 6144 * KiB },
      {
        psiMemorySomeAvg10: 1,
        psiMemorySomeAvg60: 2,
        psiMemorySomeAvg300: 3,
        psiMemorySomePercent: 4,
        psiMemoryFullAvg10: 5,
        psiMemoryFullAvg60: 6,
        psiMemoryFullAvg300: 7,
        psiMemoryFullPercent: 8,
      },
    ]);
    expect(new Set(samples.map(isoOf))).toEqual(new Set(['2026-11-20T09:39:45']));
  });

  test('pages per second become bytes where the page size is known', () => {
    const text = `${banner}09:39:44     pswpin/s pswpout/s\n09:39:45         1.00      2.00\n`;
    expect(onlyMetrics(read(text, { pageSizeBytes: 16_384 })).swapOutBytesPerSecond).toBe(32_768);
  });
});

describe('times', () => {
  test('12 hours', () => {
    const { samples } = read(
      `${banner}11:59:58 PM  pswpin/s pswpout/s\n11:59:59 PM      0.00      1.00\n12:00:09 AM      0.00      2.00\n12:00:19 PM      0.00      2.00\n`,
    );
    expect(samples.map(isoOf)).toEqual(['2026-11-20T23:59:59', '2026-11-21T00:00:09', '2026-11-21T12:00:19']);
  });

  test('each activity of sar -A runs through the day anew', () => {
    const { samples } = read(
      `${banner}00:00:01     pswpin/s pswpout/s\n00:10:01         1.00      2.00\n23:50:01         1.00      2.00\n\n00:00:01    kbswpfree kbswpused\n00:10:01 4 4\n23:50:01 4 4\n`,
    );
    expect(samples.map(isoOf)).toEqual([
      '2026-11-20T00:10:01',
      '2026-11-20T23:50:01',
      '2026-11-20T00:10:01',
      '2026-11-20T23:50:01',
    ]);
  });

  test('blocks in turn pass midnight together', () => {
    const pair = (time: string, next: string) =>
      `${time}     pswpin/s pswpout/s\n${next}         1.00      2.00\n\n${time}    kbswpfree kbswpused\n${next} 4 4\n\n`;
    const { samples } = read(`${banner}${pair('23:59:50', '00:00:00')}${pair('00:00:00', '00:00:10')}`);
    expect(samples.map(isoOf)).toEqual([
      '2026-11-21T00:00:00',
      '2026-11-21T00:00:00',
      '2026-11-21T00:00:10',
      '2026-11-21T00:00:10',
    ]);
  });

  test('a banner whose month nobody can know gives derived times', () => {
    const { samples } = read(
      'Linux 6.18.44 (vm) \t03/04/26 \t_x86_64_\t(2 CPU)\n\n09:39:44     pswpin/s pswpout/s\n09:39:45         1.00      2.00\n',
    );
    expect(samples.map((sample) => [isoOf(sample), sample.stampBasis])).toEqual([['2026-03-04T09:39:45', 'derived']]);
  });

  test('without a banner only the time of day is known', () => {
    const { samples } = read('09:39:44     pswpin/s pswpout/s\n09:39:45         1.00      2.00\n');
    expect(samples[0]).toMatchObject({ stamp: null, stampBasis: null, sinceMidnightUs: 34_785_000_000 });
  });
});

test('averages in any language, restarts and comments give no sample and end nothing', () => {
  const { samples, rejects, foreign } = read(`${banner}09:39:44     pswpin/s pswpout/s
09:39:45         1,00      2,50
09:41:02          LINUX RESTART\t(2 CPU)

09:42:00     pswpin/s pswpout/s
09:42:10          COM deploy v42
09:42:11         0,00      0,00
Moyenne :        0,50      1,25
Durchschn.:      0,50      1,25
`);
  expect([rejects, foreign]).toEqual([[], []]);
  expect(samples.map((sample) => sample.metrics.swapOutPagesPerSecond)).toEqual([2.5, 0]);
});

test('blocks of other activities are passed over', () => {
  const { samples, rejects, foreign } =
    read(`${banner}09:39:44        CPU     %user     %nice   %system   %iowait    %steal     %idle
09:39:45        all      1.00      0.00      1.00      0.00      0.00     98.00

09:39:44        IFACE   rxpck/s   txpck/s
09:39:45           lo      0.00      0.00

09:39:44     pswpin/s pswpout/s
09:39:45         1.00      2.00
`);
  expect([rejects, foreign]).toEqual([[], []]);
  expect(samples).toHaveLength(1);
});

test('--human prints units', () => {
  expect(
    onlyMetrics(
      read(`${banner}09:39:44    kbmemfree   kbavail  %memused\n09:39:45        15.6G     22.7G      2.2%\n`),
    ),
  ).toEqual({
    memFreeBytes: Math.round(15.6 * 1024 ** 3),
    memAvailableBytes: Math.round(22.7 * 1024 ** 3),
  });
});

test.each([
  ['a column too few', '09:39:45         1.00'],
  ['letters', '09:39:45         1.00      nan'],
  ['a negative rate', '09:39:45         1.00      -2.00'],
])('%s is rejected', (_, row) => {
  const { samples, rejects } = read(`${banner}09:39:44     pswpin/s pswpout/s\n${row}\n`);
  expect(samples).toEqual([]);
  expect(rejects).toHaveLength(1);
});

describe('sadf', () => {
  test('-d: restarts and comments are no rows, a new heading is', () => {
    const { samples, rejects } = read(`# hostname;interval;timestamp;kbmemfree;kbavail;%memused
vm;600;2026-11-20 09:39:45 UTC;16405212;23772464;2,16
vm;-1;2026-11-20 09:41:02 UTC;LINUX-RESTART\t(2 CPU)
# hostname;interval;timestamp;kbmemfree;kbavail;%memused
vm;-1;2026-11-20 09:42:02 UTC;COM deploy
vm;600;1795167585;16405212;23772464;2,16
vm;600;2026-11-20 10:39:45;16405212;x;2,16
`);
    expect(samples.map(isoOf)).toEqual(['2026-11-20T09:39:45+00:00', '2026-11-20T09:39:45+00:00']);
    expect(samples[0]).toMatchObject({
      format: 'sadf-d',
      host: 'vm',
      metrics: { memAvailableBytes: 23_772_464 * KiB },
    });
    expect(rejects).toEqual(['unreadable value']);
  });

  test('-p: values of one moment are one sample', () => {
    const { samples } = read(
      ['kbmemfree\t16405212', 'kbavail\t23772464', 'kbswpfree\t4', 'kbswpused\t8']
        .map((rest) => `vm\t1\t2026-11-20 09:39:45 UTC\t-\t${rest}\n`)
        .concat('vm\t1\t2026-11-20 09:39:46 UTC\t-\tkbmemfree\t16405208\n')
        .join(''),
    );
    expect(samples.map((sample) => sample.metrics)).toEqual([
      {
        memFreeBytes: 16_405_212 * KiB,
        memAvailableBytes: 23_772_464 * KiB,
        swapFreeBytes: 4 * KiB,
        swapUsedBytes: 8 * KiB,
        swapTotalBytes: 12 * KiB,
      },
      { memFreeBytes: 16_405_208 * KiB },
    ]);
  });

  const moment = (time: string) =>
    `{"timestamp": {"date": "2026-11-20", "time": "${time}", "utc": 1, "interval": 1}, "memory": {"memfree": 4, "inactive": 8, "swpfree": 12}, "psi": {"psi-mem": {"some_avg10": 1.5, "full_avg": 0.5}}}`;

  test('-j: on one line and on many', () => {
    const document = `{"sysstat": {"hosts": [{"nodename": "vm", "statistics": [${moment('09:39:45')}, ${moment('09:39:46')}]}]}}`;
    for (const text of [document, JSON.stringify(JSON.parse(document), null, '\t')]) {
      const { samples, rejects, foreign } = read(text);
      expect(rejects).toEqual([]);
      // The brace before the line that shows what the document is.
      expect(foreign.filter((line) => line !== '{')).toEqual([]);
      expect(samples.map(isoOf)).toEqual(['2026-11-20T09:39:45+00:00', '2026-11-20T09:39:46+00:00']);
      expect(samples[0]).toMatchObject({
        host: 'vm',
        metrics: {
          memFreeBytes: 4 * KiB,
          inactiveBytes: 8 * KiB,
          swapFreeBytes: 12 * KiB,
          psiMemorySomeAvg10: 1.5,
          psiMemoryFullPercent: 0.5,
        },
      });
    }
  });

  test('-j that breaks off: what was whole is read, and it is said', () => {
    const { samples, rejects } = read(
      `{"sysstat": {"hosts": [{"nodename": "vm", "statistics": [\n${moment('09:39:45')},\n${moment('09:39:46').slice(0, 90)}`,
    );
    expect(samples).toHaveLength(1);
    expect(rejects).toEqual(['JSON breaks off']);
  });
});
