import { describe, expect, test } from 'vitest';
import { read } from './support.ts';

/** What people write in a shell: files of the kernel, printed in a loop, with a time in front, above or nowhere. */
const stat = ['anon 34091008', 'file 4096', 'inactive_file 4096', 'slab 34592', 'pgmajfault 3'];
const vmstat = ['nr_free_pages 68331', 'pswpin 5', 'pswpout 12', 'oom_kill 1'];
const epochs = [1763631300, 1763631305, 1763631310];
const dates = ['2025-11-20T09:35:00+00:00', '2025-11-20T09:35:05+00:00', '2025-11-20T09:35:10+00:00'];
const sizes = [34279424, 35278848, 36278272];
const rounds = (round: (index: number) => string): string => [0, 1, 2].map(round).join('');

const secondsOf = (text: string, path = 'x.log') =>
  read(text, { path }).samples.map(({ stamp }) => stamp && stamp.civilUs / 1e6 - epochs[0]!);
const usage = (text: string, path = 'x.log') =>
  read(text, { path }).samples.flatMap(({ metrics }) => metrics.cgroupUsageBytes ?? []);

describe('memory.current in a loop', () => {
  const current = '/sys/fs/cgroup/system.slice/api.service/memory.current';

  test.each<[string, string, string?]>([
    ['date +%s; cat, into a file of its name', rounds((i) => `${epochs[i]}\n${sizes[i]}\n`), 'memory.current.log'],
    ['date +%s%3N', rounds((i) => `${epochs[i]}000\n==> ${current} <==\n${sizes[i]}\n`)],
    ['echo "$(date -Is) $(cat)"', rounds((i) => `${dates[i]} ${sizes[i]}\n`), 'memory.current.log'],
    ['named with an equals sign', rounds((i) => `${dates[i]} memory.current=${sizes[i]} memory.max=134217728\n`)],
    ['named with a colon', rounds((i) => `${dates[i]} memory.current: ${sizes[i]}\n`)],
    ['the name above', rounds((i) => `--- ${dates[i]}\nmemory.current\n${sizes[i]}\nmemory.max\nmax\n`)],
    ['the path above', rounds((i) => `${epochs[i]}\n${current}\n${sizes[i]}\n`)],
    ['sh -x', rounds((i) => `+ date -Is\n${dates[i]}\n+ cat ${current}\n${sizes[i]}\n+ sleep 5\n`)],
    ['a prompt', rounds((i) => `root@web1:~# date -Is; cat ${current}\n${dates[i]}\n${sizes[i]}\n`)],
    ['kubectl exec', rounds((i) => `${epochs[i]}\n+ kubectl exec api-0 -- cat ${current}\n${sizes[i]}\n`)],
    ['grep -H', rounds((i) => `${epochs[i]}\n${current}:${sizes[i]}\n`)],
    [
      'watch',
      rounds((i) =>
        `Every 5.0s: cat ${current}    web1: Thu Nov 20 09:35:${5 * i}0 2025\n\n${sizes[i]}\n`.replace(
          /:(\d+)0 2025/,
          (_, s) => `:${String(s).padStart(2, '0')} 2025`,
        ),
      ),
    ],
  ])('%s', (_, text, path) => {
    expect(usage(text, path)).toEqual(sizes);
    expect(secondsOf(text, path).filter((second, index, all) => all.indexOf(second) === index)).toEqual([0, 5, 10]);
  });

  // The lines say neither what they are nor the unit: whole pages show bytes, and the reader says that it assumed so.
  test('date +%s; cat, into a file that says nothing', () => {
    const { samples, notes } = read(
      rounds((i) => `${epochs[i]}\n${sizes[i]}\n`),
      { path: 'x.log' },
    );
    expect(samples.map(({ metrics, unitAssumed }) => [metrics, unitAssumed])).toEqual(
      sizes.map((bytes) => [{ loggedBytes: bytes }, 'B']),
    );
    expect(notes).toHaveLength(1);
  });

  test('two numbers below one time may be anything', () => {
    expect(
      read(
        rounds((i) => `${epochs[i]}\n${sizes[i]}\n134217728\n`),
        { path: 'x.log' },
      ).samples,
    ).toEqual([]);
  });

  test('the name of the next number is not that of this one', () => {
    const text = rounds((i) => `${dates[i]} limit=134217728 rss=${sizes[i]}\n`);
    expect(read(text, { path: 'x.log' }).samples.map(({ metrics }) => metrics.rssBytes)).toEqual(sizes);
  });
});

describe('tables with a time before each line', () => {
  test.each<[string, (index: number) => string]>([
    ['ts', (i) => `Nov 20 09:35:${i === 0 ? '00' : i === 1 ? '05' : '10'} `],
    ['ts -Is', (i) => `${dates[i]} `],
    ['brackets', (i) => `[${dates[i]?.slice(0, 19).replace('T', ' ')}] `],
    ['an epoch', (i) => `${epochs[i]} `],
    ['a logger', (i) => `${dates[i]} web1 memwatch[77]: `],
  ])('%s', (_, prefix) => {
    const table = (lines: readonly string[]) => rounds((i) => lines.map((line) => `${prefix(i)}${line}\n`).join(''));
    expect(read(table(stat)).samples.map(({ format, metrics }) => [format, metrics.anonBytes])).toEqual(
      Array(3).fill(['cgroup', 34091008]),
    );
    expect(read(table(vmstat)).samples.map(({ format, metrics }) => [format, metrics.oomKillCount])).toEqual(
      Array(3).fill(['proc-vmstat', 1]),
    );
  });

  test('date; cat /proc/meminfo; cat /proc/vmstat', () => {
    const meminfo = 'MemTotal: 1000 kB\nMemFree: 500 kB\n';
    const { samples } = read(rounds((i) => `${dates[i]}\n${meminfo}${vmstat.join('\n')}\n`));
    expect(samples.map(({ format }) => format)).toEqual(Array(3).fill(['meminfo', 'proc-vmstat']).flat());
  });

  // In a kernel's own log such lines are its report of an OOM kill, and no samples of ours.
  test('a log that holds a report of the kernel', () => {
    const lines = ['Memory cgroup stats for /a:', ...stat].map((line) => `${dates[0]} ${line}\n`).join('');
    expect(read(lines).samples).toEqual([]);
    expect(read(stat.map((line) => `[Thu Nov 20 09:35:00 2025] ${line}\n`).join('')).samples).toEqual([]);
    expect(read(stat.map((line) => `2025-11-20T09:35:00,123456+00:00 ${line}\n`).join('')).samples).toEqual([]);
  });
});
