import { describe, expect, test } from 'vitest';
import { agreementAt } from '../../src/alignment/clocks/agreement.ts';
import type { LoggedKill, SampledTraces } from '../../src/alignment/clocks/kill-traces.ts';
import { bestOffset, freeOffset, zoneOffsets } from '../../src/alignment/clocks/offset-search.ts';

const second = 1_000_000;
const hour = 3600 * second;
const gib = 1024 ** 3;
const killUs = 1_795_176_000 * second;
const kill: LoggedKill = { atUs: killUs, pid: 42, comm: 'java', rssBytes: 4 * gib };

/** A day of samples around one kill, with a clock that is so far ahead of the log's. */
function traces(aheadUs: number, everySeconds: number, without: readonly (keyof SampledTraces)[] = []): SampledTraces {
  const ticks = Array.from(
    { length: Math.floor(86_400 / everySeconds) },
    (_, index) => killUs + aheadUs + (index * everySeconds - 43_200 + 3) * second,
  );
  const after = (atUs: number): boolean => atUs > killUs + aheadUs;
  const lastUs = ticks.findLast((atUs) => !after(atUs)) ?? 0;
  const whole: SampledTraces = {
    counters: [ticks.map((atUs) => ({ atUs, value: after(atUs) ? 8 : 7 }))],
    free: [ticks.map((atUs, index) => ({ atUs, value: (after(atUs) ? 5 : 1) * gib + (index % 7) * 1e6 }))],
    victims: [{ pid: 42, firstUs: ticks[0] ?? 0, lastUs, goneUs: lastUs + everySeconds * second, bytes: 3.9 * gib }],
  };
  return { ...whole, ...Object.fromEntries(without.map((name) => [name, []])) };
}

describe('an offset that events speak for', () => {
  test.each([0, 2, -8, 5.5, 12.75])('%f hours, found by any two of three witnesses', (hours) => {
    for (const missing of ['counters', 'free', 'victims'] as const) {
      const found = bestOffset([kill], traces(hours * hour, 10, [missing]), zoneOffsets(), { errorUs: second });
      expect(found?.offsetUs, `without ${missing}`).toBe(hours * hour);
    }
  });

  test('no zone: the kill lies between the two ticks that show it', () => {
    const found = freeOffset([kill], traces(37.4 * second, 10));
    expect(Math.abs((found?.offsetUs ?? 0) - 37.4 * second)).toBeLessThanOrEqual(found?.errorUs ?? 0);
    expect(found?.errorUs).toBeLessThan(30 * second);
  });

  test('samples every ten minutes agree with any zone by chance, and are not believed alone', () => {
    expect(
      bestOffset([kill], traces(2 * hour, 600, ['victims', 'counters']), zoneOffsets(), { errorUs: second }),
    ).toBeNull();
  });

  test('nothing is found where nobody died', () => {
    const quiet = traces(0, 10, ['victims', 'counters', 'free']);
    expect(bestOffset([kill], quiet, zoneOffsets(), { errorUs: second })).toBeNull();
    expect(freeOffset([kill], quiet)).toBeNull();
  });

  test('two kills an hour apart, and samples that show only one: no offset is sure', () => {
    const twice = traces(0, 10, ['victims', 'free']);
    const counter = (twice.counters[0] ?? []).map(({ atUs, value }) => ({
      atUs,
      value: value + (atUs > killUs + hour ? 1 : 0),
    }));
    expect(bestOffset([kill], { ...twice, counters: [counter] }, zoneOffsets(), { errorUs: second })).toBeNull();
  });
});

describe('agreement', () => {
  test('a victim that is listed for minutes after its kill contradicts', () => {
    expect(agreementAt([kill], traces(5 * 60 * second, 10), 0)).toMatchObject({ contradicted: true });
    expect(agreementAt([kill], traces(0, 10), 0)).toMatchObject({
      contradicted: false,
      by: 'the end of java (pid 42)',
    });
  });

  test('a tick that was read late, long after its stamp, does not contradict', () => {
    const starved = [
      { atUs: killUs - 30 * second, value: 7 },
      { atUs: killUs - 3 * second, value: 8 },
      { atUs: killUs + 5 * second, value: 8 },
    ];
    expect(agreementAt([kill], { counters: [starved], free: [], victims: [] }, 0).net).toBeGreaterThan(0);
  });

  test('another process under the pid of the victim says nothing', () => {
    const other = { pid: 43, firstUs: killUs - hour, lastUs: killUs + hour, goneUs: null, bytes: gib };
    expect(agreementAt([kill], { counters: [], free: [], victims: [other] }, 0)).toMatchObject({ net: 0, by: null });
  });
});
