import { describe, expect, test } from 'vitest';
import { KiB, MiB, onlyMetrics, read } from './support.ts';

describe('swap', () => {
  test('the sum over all devices', () => {
    expect(
      onlyMetrics(
        read(
          'NAME       TYPE      SIZE  USED PRIO\n/dev/sda2  partition   2G 512M   -2\n/swap.img  file      3.8G   0B   -3\n',
        ),
      ),
    ).toEqual({
      swapTotalBytes: 2 * 1024 * MiB + Math.round(3.8 * 1024 * MiB),
      swapUsedBytes: 512 * MiB,
    });
    expect(onlyMetrics(read('NAME TYPE SIZE USED PRIO\n/swap.img file 4096 1024 -2\n'))).toEqual({
      swapTotalBytes: 4096,
      swapUsedBytes: 1024,
    });
    expect(
      onlyMetrics(
        read(
          'Filename\t\t\t\tType\t\tSize\t\tUsed\t\tPriority\n/swapfile                               file\t\t524284\t\t12\t\t-2\n',
        ),
      ),
    ).toEqual({ swapTotalBytes: 524_284 * KiB, swapUsedBytes: 12 * KiB });
  });
  test('a sum with an unreadable device is no sum', () => {
    expect(read('NAME TYPE SIZE USED PRIO\n/a file 4096 1024 -2\n/b file x 1024 -2\n')).toMatchObject({
      samples: [],
      rejects: ['row does not fit its heading'],
    });
  });
  test('a heading alone may be a machine without swap or a text cut short', () => {
    expect(read('NAME TYPE SIZE USED PRIO\n').samples).toEqual([]);
  });
});

test('System V shared memory is summed', () => {
  const heading =
    '       key      shmid perms                  size  cpid  lpid nattch   uid   gid  cuid  cgid      atime      dtime      ctime                   rss                  swap';
  const row = (id: number) =>
    `         0          ${id}   600              16777216   105   105      0     0     0     0     0 1772651020 1772651106 1772651020              4096                     0`;
  expect(onlyMetrics(read(`${heading}\n${row(1)}\n${row(2)}\n`))).toEqual({
    sysvShmBytes: 2 * 16_777_216,
    sysvShmRssBytes: 8192,
  });
});
