import { describe, expect, test } from 'vitest';
import { meminfo } from '../../../parsers/samples/meminfo.ts';
import { KiB, read, readAs } from './support.ts';

/** What stands around samples when they come from terminals, containers and many machines at once. */
const snapshot = 'MemTotal:       24684096 kB\nMemFree:        19200132 kB\n';
const metrics = { memTotalBytes: 24684096 * KiB, memFreeBytes: 19200132 * KiB };
const prefixed = (prefix: string, text: string): string => text.replace(/^(?=.)/gm, prefix);

describe('the names of containers before each line', () => {
  test.each([
    ['docker compose', 'api-1  | '],
    ['kubectl logs --prefix', '[pod/api-0/main] '],
    ['the runtime', '2025-11-20T09:35:00.123456789Z stdout F '],
  ])('%s', (_, prefix) => {
    expect(read(prefixed(prefix, snapshot)).samples.map((sample) => sample.metrics)).toEqual([metrics]);
  });

  test('a date behind the name dates what follows', () => {
    const text = prefixed('api-1  | ', `Thu Nov 20 09:35:00 UTC 2025\n${snapshot}`);
    expect(read(text).samples.map(({ stamp }) => stamp?.civilUs)).toEqual([Date.UTC(2025, 10, 20, 9, 35) * 1000]);
  });

  // Their lines come mixed: one snapshot of both would be of neither.
  test('of two containers only one is read', () => {
    const text = 'api | MemTotal: 100 kB\ndb | MemTotal: 200 kB\ndb | MemFree: 20 kB\napi | MemFree: 10 kB\n';
    expect(read(text).samples.map((sample) => sample.metrics)).toEqual([
      { memTotalBytes: 100 * KiB, memFreeBytes: 10 * KiB },
    ]);
  });
});

describe('two machines in one file', () => {
  test.each([
    ['ansible', (host: string) => `${host} | CHANGED | rc=0 >>`],
    ['parallel-ssh', (host: string) => `[1] 09:35:00 [SUCCESS] ${host}`],
    ['a name and a date', (host: string) => `### ${host} Thu Nov 20 09:35:00 UTC 2025 ###`],
  ])('%s', (_, line) => {
    const text = ['web1', 'web2'].map((host) => `${line(host)}\n${snapshot}`).join('');
    expect(read(text).samples.map(({ host }) => host)).toEqual(['web1', 'web2']);
  });

  test.each(['Memory', 'Date:', 'sample-3', 'iteration2'])('%s before a date is no host', (word) => {
    const { samples } = read(`### ${word} Thu Nov 20 09:35:00 UTC 2025 ###\n${snapshot}`);
    expect(samples.map(({ host }) => host)).toEqual([null]);
  });
});

describe('what terminals add', () => {
  test.each([
    ['colours', prefixed('\x1b[1;32m', snapshot)],
    ['a character set', prefixed('\x1b(B\x1b[m\x0f', snapshot)],
    ['a keypad mode', prefixed('\x1b=\x1b>', snapshot)],
  ])('%s', (_, text) => {
    expect(readAs(meminfo, text).samples.map((sample) => sample.metrics)).toEqual([metrics]);
  });
});

describe('one log of several things', () => {
  test('each pid is a process of its own', () => {
    const line = (second: number, pid: number, mb: number) => `2026-02-09 10:00:0${second} pid=${pid} rss=${mb}MB\n`;
    const text = line(0, 812, 900) + line(0, 813, 100) + line(5, 812, 910) + line(5, 813, 101);
    expect(read(text).samples.map(({ pid, scope }) => [pid, scope])).toEqual(
      [812, 813, 812, 813].map((pid) => [pid, 'process']),
    );
  });

  // One series of both would rise and fall with every line.
  test('names that tell two things apart: neither is read as the other', () => {
    const text = [0, 5, 10].map((s) => `10:00:0${s % 10} java rss=900MB\n10:00:0${s % 10} nginx rss=40MB\n`).join('');
    expect(read(text).samples).toEqual([]);
  });

  test('levels of a log tell nothing apart', () => {
    const text = 'INFO mem used=900MB\nWARN mem used=910MB\nINFO mem used=920MB\n';
    expect(read(text).samples).toHaveLength(3);
  });
});

test('rows of ps aux behind grep need no heading', () => {
  const row = 'app          812  1.0  9.0 1000000 200000 ?  Sl 09:00 0:01 java -jar x.jar\n';
  expect(read(`Thu Nov 20 09:35:00 UTC 2025\n${row}`).samples).toMatchObject([
    { pid: 812, comm: 'java', metrics: { rssBytes: 200000 * KiB, virtualBytes: 1000000 * KiB } },
  ]);
});

test('a branch of ps f is not part of the name', () => {
  const text =
    'USER         PID %CPU %MEM    VSZ   RSS TTY      STAT START   TIME COMMAND\n' +
    'root         812  0.0  0.0  18810  9001 ?        Ss   09:00   0:01  |   \\_ sshd: x\n';
  expect(read(text).samples.map(({ comm }) => comm)).toEqual(['sshd']);
});

test('more than all of the time cannot be spent waiting', () => {
  const { samples, rejects } = read(
    '==> /proc/pressure/memory <==\nsome avg10=150.00 avg60=0.00 avg300=0.00 total=1\n',
  );
  expect([samples, rejects]).toEqual([[], ['impossible value']]);
});
