import { afterEach, expect, it, vi } from 'vitest';
import type { Scanner } from '../../src/scan/scanner.ts';
import { logs } from './cases.ts';
import { createTrial } from './laws.ts';

const scanning = vi.hoisted(() => ({ everyLine: false }));

/** Points at every line, so that each is framed and offered to every record kind: slow, and nothing is passed over. */
function everyLineScanner(): Scanner {
  let offset = 0;
  let atLineStart = true;
  return {
    scan(chunk) {
      const offsets: number[] = [];
      let newlines = 0;
      for (const byte of chunk) {
        if (atLineStart) offsets.push(offset);
        atLineStart = byte === 0x0a;
        if (atLineStart) newlines += 1;
        offset += 1;
      }
      return { offsets, newlines };
    },
    restart(from) {
      offset = from;
      atLineStart = true;
    },
  };
}

vi.mock(import('../../src/scan/index.ts'), async (importOriginal) => {
  const { createScanner } = await importOriginal();
  return { createScanner: (needles) => (scanning.everyLine ? everyLineScanner() : createScanner(needles)) };
});

afterEach(() => {
  scanning.everyLine = false;
});

/** The scanner decides what is read at all: a needle that is missing from a kind's openers is a record nobody misses. */
it.each(logs.map((log) => [log.name, log] as const))(
  '%s: the fast path sees what reading every line sees',
  async (_name, log) => {
    const fast = await createTrial(log.name, log.bytes(), log.facts);
    scanning.everyLine = true;
    const slow = await createTrial(log.name, log.bytes(), log.facts);
    expect(fast.records).toEqual(slow.records);
  },
);
