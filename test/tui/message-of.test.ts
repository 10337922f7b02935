import { describe, expect, it } from 'vitest';
import { messageOf } from '../../src/tui/engine/message-of.ts';

describe('what a line of a log says', () => {
  // At 80 columns the head of a line would take more than half of it.
  it.each([
    ['kern  :warn  : 2026-06-14T17:43:10,017702+00:00 Node 0 DMA free:1256kB', '17:43:10.017 Node 0 DMA free:1256kB'],
    ['2026-06-14T17:43:10,017702+00:00 Mem-Info:', '17:43:10.017 Mem-Info:'],
    ['Jan  6 11:57:42 db01 kernel: [  251.972000] Mem-Info:', '11:57:42 Mem-Info:'],
    ['Jan  6 11:57:42 db01 kernel: mysqld invoked oom-killer: order=0', '11:57:42 mysqld invoked oom-killer: order=0'],
    ['2026-06-14T17:43:10.017702+00:00 db01 kernel: [  3.1] x', '17:43:10.017 x'],
    ['{"MESSAGE":"Out of memory","_SOURCE_MONOTONIC_TIMESTAMP":"1500000"}', '[1.500000] Out of memory'],
  ])('%s', (line, message) => expect(messageOf(line)).toBe(message));

  it.each(['[  251.97] Mem-Info:', '   inactive_anon:3', '', '{"MESSAGE":[1]}', '{', 'MemFree: 12 kB'])(
    'leaves %j as it is',
    (line) => expect(messageOf(line)).toBeNull(),
  );
});
