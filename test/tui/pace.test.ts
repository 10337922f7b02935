import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createMeter, createPace, createRest } from '../../src/tui/engine/pace.ts';
import type { Progress } from '../../src/tui/engine/protocol.ts';

beforeEach(() => void vi.useFakeTimers({ now: 1_000_000 }));
afterEach(() => void vi.useRealTimers());

describe('progress', () => {
  const seen = (path: string, bytesDone: number) => ({ path, bytesDone, bytesTotal: 100, records: 1, samples: 2 });

  it('counts the files before the present one, and is told four times a second and at the end', () => {
    const told: Progress[] = [];
    const meter = createMeter((progress) => told.push(progress));
    meter.saw(seen('a.log', 40));
    meter.saw(seen('a.log', 60));
    vi.advanceTimersByTime(100);
    meter.saw(seen('b.log', 5));
    expect(told.map(({ bytes }) => bytes)).toEqual([40]);
    vi.advanceTimersByTime(150);
    meter.saw(seen('b.log', 10));
    vi.advanceTimersByTime(1);
    meter.saw(seen('b.log', 30));
    meter.end();
    expect(told).toEqual([
      expect.objectContaining({ path: 'a.log', bytes: 40, fileBytes: 40 }),
      { path: 'b.log', fileBytes: 10, fileTotalBytes: 100, bytes: 70, seconds: 0.25, records: 1, samples: 2 },
      expect.objectContaining({ path: 'b.log', bytes: 90, fileBytes: 30 }),
    ]);
  });

  it('shows what a terminal obeys in a name, and does not send it on', () => {
    const told: Progress[] = [];
    createMeter((progress) => told.push(progress)).saw(seen('a\u001b[2J.log', 1));
    expect(told[0]?.path).toBe('a\\x1b[2J.log');
  });

  it('that nothing was read of is not told', () => {
    const told: Progress[] = [];
    createMeter((progress) => told.push(progress)).end();
    expect(told).toEqual([]);
  });
});

describe('judging while the reading goes on', () => {
  it.each([
    [10, 1000],
    [2000, 20_000],
  ])('after %d ms of work rests for %d ms', async (workMs, restMs) => {
    const pace = createPace();
    expect(pace.due()).toBe(true);
    await pace.timed(async () => void vi.advanceTimersByTime(workMs));
    vi.advanceTimersByTime(restMs - 1);
    expect(pace.due()).toBe(false);
    vi.advanceTimersByTime(1);
    expect(pace.due()).toBe(true);
  });

  it('tells of files no more than four times a second', () => {
    const due = createRest();
    expect([due(), due()]).toEqual([true, false]);
    vi.advanceTimersByTime(250);
    expect([due(), due()]).toEqual([true, false]);
  });
});
