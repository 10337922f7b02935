import { describe, expect, test } from 'vitest';
import { isoOf, KiB, MiB, read } from './support.ts';

const aux = 'USER         PID %CPU %MEM    VSZ   RSS TTY      STAT START   TIME COMMAND';

test('ps aux: sizes in KiB, names from command lines, kernel threads and zombies left out', () => {
  const { samples, rejects, foreign } = read(`2026-05-17T23:24:31+02:00
${aux}
root           1 18.5  2.8  22616 13252 ?        Ss   23:24   0:03 /sbin/init
root           2  0.0  0.0      0     0 ?        S    23:24   0:00 [kthreadd]
app          222  9.7  1.9  32576  9244 ?        Rs   May16   1:00 postgres: 17/main: writer
app          223  0.0  0.0      0     0 ?        Z    23:24   0:00 [sh] <defunct>
`);
  expect([rejects, foreign]).toEqual([[], []]);
  expect(samples.map(({ pid, comm, startedAt, metrics }) => ({ pid, comm, startedAt, ...metrics }))).toEqual([
    {
      pid: 1,
      comm: 'init',
      startedAt: '2026-05-17',
      memoryPercent: 2.8,
      virtualBytes: 22_616 * KiB,
      rssBytes: 13_252 * KiB,
    },
    {
      pid: 222,
      comm: 'postgres',
      startedAt: '2026-05-16',
      memoryPercent: 1.9,
      virtualBytes: 32_576 * KiB,
      rssBytes: 9244 * KiB,
    },
  ]);
  expect(samples.map(isoOf)).toEqual(['2026-05-17T23:24:31+02:00', '2026-05-17T23:24:31+02:00']);
});

test('our own sampler: parts of RSS, swap, page tables, the adjustment, and how many processes there are', () => {
  const { samples } = read(`=== 5 epoch=1778194727.970 mono=8.075 boot=8.075
# nproc=10
    PID    PPID S       VSZ       RSS      ANON      FILE     SHMEM      SWAP      PTE   ADJ COMM
     90       1 S     15252     13056     12340         4       712         8       68     0 Web Content
     99       1 S     10788      8564      7848         4       712         0       60 -1000 x) total-vm:1kB
`);
  expect(samples.map(({ scope, pid, comm }) => [scope, pid, comm])).toEqual([
    ['system', null, null],
    ['process', 90, 'Web Content'],
    ['process', 99, 'x) total-vm:1kB'],
  ]);
  expect(samples[0]?.metrics).toEqual({ processes: 10 });
  expect(samples[1]?.metrics).toEqual({
    virtualBytes: 15_252 * KiB,
    rssBytes: 13_056 * KiB,
    rssAnonBytes: 12_340 * KiB,
    rssFileBytes: 4 * KiB,
    rssShmemBytes: 712 * KiB,
    swapBytes: 8 * KiB,
    pageTablesBytes: 68 * KiB,
    oomScoreAdj: 0,
    parentPid: 1,
  });
  expect(samples[2]?.monotonicUs).toBe(8_075_000);
});

describe('columns are read by their headings', () => {
  test.each([
    ['the seed', '  PID %MEM   RSS CMD\n 4711 12.3 126044 python3 cache_service.py', 'python3'],
    ['a name in the middle', '  PID COMMAND           RSS\n 4711 Web Content    126044', 'Web Content'],
    [
      'name and command line',
      '  PID   RSS COMMAND         COMMAND\n 4711 126044 gunicorn        /usr/bin/python3 -m gunicorn',
      'gunicorn',
    ],
    ['lstart', '  PID                  STARTED   RSS CMD\n 4711 Fri Nov 20 09:28:01 2026 126044 java -jar x', 'java'],
    ['two-word start', '  PID  STARTED   RSS CMD\n 4711   Nov 20 126044 java', 'java'],
    [
      'ps v',
      '  PID TTY      STAT   TIME  MAJFL   TRS   DRS   RSS %MEM COMMAND\n 4711 ?  Ss 0:00 12 0 99 126044 0.5 java',
      'java',
    ],
    ['an overflowing column', '  PID    VSZ   RSS COMMAND\n 4711 123456789012 126044 java', 'java'],
    ['a real-time priority', '  PID CLS PRI   RSS CMD\n 4711  FF  99 126044 java', 'java'],
    ['threads', '  PID   LWP   RSS CMD\n 4711  4711 126044 java\n 4711  4712 126044 java', 'java'],
  ])('%s', (_, text, comm) => {
    const { samples, rejects, foreign } = read(text);
    expect([rejects, foreign]).toEqual([[], []]);
    expect(samples).toHaveLength(1);
    expect(samples[0]).toMatchObject({ pid: 4711, comm, metrics: { rssBytes: 126_044 * KiB } });
  });

  test('lstart tells two processes with one pid apart', () => {
    const heading = '  PID                  STARTED   RSS CMD';
    const { samples } = read(
      `${heading}\n 4711 Fri Nov 20 09:28:01 2026 126044 java\n${heading}\n 4711 Fri Nov 20 09:31:44 2026 4 java`,
    );
    expect(samples.map((sample) => sample.startedAt)).toEqual(['Fri Nov 20 09:28:01 2026', 'Fri Nov 20 09:31:44 2026']);
  });

  test('a cgroup column gives the path of the memory controller', () => {
    const { samples } = read(
      '  PID   RSS CGROUP                    CMD\n 4711 4 0::/system.slice/a.service java\n 4712 4 4:memory:/docker/x,1:name=systemd:/y java',
    );
    expect(samples.map((sample) => sample.cgroup)).toEqual(['/system.slice/a.service', '/docker/x']);
  });

  test('busybox scales with a letter', () => {
    const { samples } = read(
      '  PID USER       VSZ STAT COMMAND\n    1 root      1584 S    init\n   77 root      131m S    /usr/bin/app',
    );
    expect(samples.map(({ metrics, quantumBytes }) => [metrics.virtualBytes, quantumBytes])).toEqual([
      [1584 * KiB, 1024],
      [131 * MiB, MiB],
    ]);
  });

  test('pages are left out while nobody knows their size', () => {
    const text = '  PID    SZ   RSS CMD\n 4711   100   126044 java';
    expect(read(text).samples[0]?.metrics).toEqual({ rssBytes: 126_044 * KiB });
    expect(read(text, { pageSizeBytes: 65_536 }).samples[0]?.metrics.virtualBytes).toBe(100 * 65_536);
  });
});

describe('rows without a heading', () => {
  test('PID %MEM VSZ RSS, as the runbook cuts them out', () => {
    const { samples } = read('4711 12.3 412044 126044\n4712 0.3 41044 12604\n');
    expect(samples.map(({ pid, metrics }) => [pid, metrics])).toEqual([
      [4711, { memoryPercent: 12.3, virtualBytes: 412_044 * KiB, rssBytes: 126_044 * KiB }],
      [4712, { memoryPercent: 0.3, virtualBytes: 41_044 * KiB, rssBytes: 12_604 * KiB }],
    ]);
  });

  test('%MEM RSS below the watch banner that says so', () => {
    const banner = `Every 5.0s: free -h; echo "---"; ps aux | grep api | awk "{print $4, $6}"   web01: Fri Nov 20 09:35:43 2026`;
    const text = `${banner}\n               total        used        free      shared  buff/cache   available\nMem:           3.8Gi       285Mi       3.5Gi       1.0Mi       227Mi       3.5Gi\nSwap:          3.8Gi          0B       3.8Gi\n---\n12.3 126044\n`;
    const { samples, foreign } = read(text);
    expect(foreign).toEqual([]);
    expect(samples.map(({ format }) => format)).toEqual(['free', 'ps']);
    expect(samples[1]?.metrics).toEqual({ memoryPercent: 12.3, rssBytes: 126_044 * KiB });
    expect(samples.map(isoOf)).toEqual(['2026-11-20T09:35:43', '2026-11-20T09:35:43']);
    expect(samples.map(({ host }) => host)).toEqual(['web01', 'web01']);
  });

  test('two bare numbers that nobody explains are foreign', () => {
    expect(read('12.3 126044\n').foreign).toEqual(['12.3 126044']);
  });
});

test('a pid that comes again without a heading begins a new snapshot', () => {
  const { samples } = read('2026-11-20 09:35:43\n4711 12.3 412044 126044\n4711 12.4 412044 126048\n');
  expect(samples.map(isoOf)).toEqual(['2026-11-20T09:35:43', null]);
});

test.each([
  [
    'ps -ef has no memory',
    'UID          PID    PPID  C STIME TTY          TIME CMD\nroot           1       0  0 09:28 ?        00:00:07 init',
  ],
  [
    'the task table of a kernel report',
    '[  pid  ]   uid  tgid total_vm      rss pgtables_bytes swapents oom_score_adj name\n[    198]     0   198    59024     5696   131072        0             0 php-fpm8.4',
  ],
  ['docker ps', 'CONTAINER ID   IMAGE     COMMAND   CREATED   STATUS    PORTS     NAMES'],
])('%s: foreign', (_, text) => {
  expect(read(text).samples).toEqual([]);
});

test.each([
  ['a row cut short', `${aux}\nroot 12 0.0 0.1 1234`],
  ['a negative size', `${aux}\nroot 12 0.0 0.1 1234 -5 ? S 09:28 0:00 x`],
  ['letters for a size', `${aux}\nroot 12 0.0 0.1 1234 5x6 ? S 09:28 0:00 x`],
])('%s is rejected', (_, text) => {
  const { samples, rejects } = read(text);
  expect(samples).toEqual([]);
  expect(rejects).toEqual(['row does not fit its heading']);
});

test('rows of threads (ps m) are passed over', () => {
  const { samples, rejects, foreign } = read(
    `${aux}\nroot 12 0.0 0.1 1234 56 ? - 09:28 0:00 x\nroot - 0.0 - - - - Ss 09:28 0:00 -\n`,
  );
  expect([samples.length, rejects, foreign]).toEqual([1, [], []]);
});

test('a heading without rows gives nothing, and says nothing', () => {
  expect(read(`${aux}\n`)).toMatchObject({ samples: [], rejects: [], foreign: [] });
});

test('names in UTF-8 survive', () => {
  expect(read('  PID   RSS COMM\n 4711 4 größe').samples[0]?.comm).toBe('größe');
});
