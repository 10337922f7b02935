import { expect, test } from 'vitest';
import type { KernelRecord } from '../../parsers/model/record.ts';
import { createAnnounced } from '../../src/live/judging/announced.ts';

const kill = (pids: readonly number[]): KernelRecord =>
  ({
    kind: 'oom-kill',
    victims: pids.map((pid) => ({ pid })),
    outcome: pids.length > 0 ? 'killed' : 'unknown',
  }) as unknown as KernelRecord;

/** The ring lost the end of a report that another transport has whole: "whom it killed is not in the log" must not be the last word. */
test('an event that was told without its victim is told once more, with it', () => {
  const announced = createAnnounced();
  expect(announced.isNews(kill([]), ['ring'])).toBe(true);
  expect(announced.isNews(kill([]), ['ring', 'dmesg'])).toBe(false);
  expect(announced.isNews(kill([7]), ['journal', 'ring', 'dmesg'])).toBe(true);
  expect(announced.isNews(kill([7]), ['syslog', 'journal'])).toBe(false);
  expect(announced.isNews(kill([]), ['ring', 'journal'])).toBe(false);
});

test('a fuller version of what was told is news only where it names the victim first', () => {
  const announced = createAnnounced();
  announced.isNews(kill([7]), ['a']);
  announced.isNews(kill([]), ['b']);
  announced.outgrew([
    { id: 'a', by: 'a2', path: 'kmsg' },
    { id: 'b', by: 'b2', path: 'kmsg' },
  ]);
  expect(announced.isNews(kill([7]), ['a2'])).toBe(false);
  expect(announced.isNews(kill([8]), ['b2'])).toBe(true);
});
