import { describe, expect, test } from 'vitest';
import { createHistoryLoader, type HistoryOptions } from '../../src/alignment/load-history.ts';
import type { Incident } from '../../src/diagnosis/analysis.ts';
import type { MemoryHistory } from '../../src/diagnosis/history.ts';
import { openTimeline } from '../../src/store/index.ts';
import type { SampleSeries, StoredSample } from '../../src/store/timeline.ts';
import { batchOf, coverageOf, incidentOf, noonUs, oomKill, seriesOf, victim } from '../store/facts.ts';

/**
 * The samples of one machine around one kill at noon, in the ways in which samplers write time; each time what the verdict is
 * told about the clocks must fit what can be known.
 */
const second = 1_000_000;
const hour = 3600 * second;
const gib = 1024 ** 3;
/** The machine booted 1000 s before the kill. */
const bootedUs = noonUs - 1000 * second;

interface Sampler {
  readonly everySeconds?: number;
  /** What the samples' clock shows more than the true time. */
  readonly aheadUs?: number;
  readonly kernelClock?: 'beside' | 'alone';
  readonly assumed?: Pick<SampleSeries, 'assumedZone' | 'assumedDate' | 'assumedStart'>;
  readonly host?: string | null;
  /** Seconds from noon. */
  readonly from?: number;
  readonly to?: number;
  readonly shows?: readonly ('free' | 'counter' | 'victim')[];
}

function samplesOf(sampler: Sampler): StoredSample[] {
  const { everySeconds = 10, aheadUs = 0, kernelClock, assumed = {}, host = null, from = -900, to = 300 } = sampler;
  const shows = new Set(sampler.shows ?? ['free', 'counter', 'victim']);
  const samples: StoredSample[] = [];
  for (let at = from + 3; at < to; at += everySeconds) {
    const trueUs = noonUs + at * second;
    const atUs = kernelClock === 'alone' ? trueUs - bootedUs : trueUs + aheadUs;
    const basis =
      kernelClock === 'alone' ? 'monotonic' : Object.keys(assumed).length > 0 ? 'inferred' : ('realtime' as const);
    const add = (metric: string, value: number, facts: Partial<SampleSeries> = {}): void => {
      samples.push({
        series: seriesOf({
          host,
          directory: '/logs/samples',
          scope: 'system',
          pid: null,
          comm: null,
          startedAt: null,
          metric,
          format: 'meminfo',
          timeBasis: basis,
          ...assumed,
          ...facts,
        }),
        point: { atUs, value },
        source: { path: '/logs/samples/mem.txt', line: 1, byteStart: 0, byteEnd: 10 },
      });
    };
    if (shows.has('free')) add('memFreeBytes', at < 0 ? gib : 5 * gib);
    if (shows.has('counter')) add('oomKillCount', at < 0 ? 7 : 8);
    // The counter is set to 0 once, as by a restart of what counts.
    if (shows.has('counter')) add('majorFaultsTotal', (at < -500 ? 5000 : 0) + (at + 900) * 20);
    if (kernelClock === 'beside') add('monotonicSeconds', (trueUs - bootedUs) / second);
    const process = { scope: 'process', format: 'ps' } as const;
    if (shows.has('victim')) {
      if (at < 0) add('rssBytes', 4 * gib, { ...process, pid: 4242, comm: 'postgres' });
      add('rssBytes', 1024, { ...process, pid: 1, comm: 'init' });
    }
  }
  return samples;
}

async function historyOf(
  sampler: Sampler,
  facts: Partial<Incident> = {},
  options: HistoryOptions = {},
  more: readonly StoredSample[] = [],
): Promise<MemoryHistory | null> {
  const timeline = await openTimeline({ file: null, mode: 'write' });
  try {
    const { host = 'web1', start, startMonotonicSeconds: monotonicSeconds = null } = facts;
    const atUs = start === null ? null : noonUs;
    const record = oomKill(
      { id: 'r1', host, atUs, monotonicSeconds, path: '/logs/kern.log' },
      { victims: [victim({ anonRssBytes: 4 * gib })] },
    );
    const coverage = [
      coverageOf('/logs/kern.log', {
        directory: '/logs',
        hosts: host === null ? [] : [host],
        samples: 0,
        offsetMinutes: null,
      }),
    ];
    await timeline.append(
      batchOf({ records: [{ record, directory: '/logs' }], samples: [...samplesOf(sampler), ...more], coverage }),
    );
    const sources = [{ path: '/logs/kern.log', line: 1, byteStart: 0, byteEnd: 9, lines: 1 }];
    const incident = incidentOf('i1', { timeBasis: 'realtime', startMonotonicSeconds: null, sources, ...facts });
    return await (await createHistoryLoader(timeline, options))(incident);
  } finally {
    await timeline.close();
  }
}

/** Seconds from the event to the first free memory after the kill: at most one tick, wherever the clocks stand. */
function secondsToRelief(history: MemoryHistory | null): number | null {
  const free = history?.series.find(({ metric }) => metric === 'memFreeBytes');
  const relief = free?.points.find(({ value }) => value === 5 * gib);
  return history && relief ? (relief.atUs - history.eventUs) / second : null;
}

function expectSettled(history: MemoryHistory | null, basis: string, slackSeconds = 0): void {
  expect(history?.alignment).toMatchObject({ basis, trust: 'settled' });
  expect(secondsToRelief(history)).toBeGreaterThanOrEqual(0 - slackSeconds);
  expect(secondsToRelief(history)).toBeLessThanOrEqual(10 + slackSeconds);
}

describe('the clock of samples', () => {
  test('wall clocks that agree, and the kill is where both say', async () => {
    const history = await historyOf({});
    expectSettled(history, 'events');
    expect(history?.alignment).toMatchObject({ offsetUs: 0, sentences: [] });
  });

  test("a wall clock hours off, with the kernel's clock beside it", async () => {
    const history = await historyOf(
      { aheadUs: 5.5 * hour, kernelClock: 'beside', shows: ['free'] },
      { startMonotonicSeconds: 1000 },
    );
    expectSettled(history, 'kernel-clock');
    expect(history?.alignment).toMatchObject({ offsetUs: -5.5 * hour });
    expect(history?.alignment?.sentences).toEqual([
      "the samples' wall clock is 5 h 30 min ahead of the log's: they were matched by the kernel's clock",
    ]);
  });

  describe('a log whose year was guessed', () => {
    const yearUs = 365 * 24 * hour;

    test('the year is that in which the samples show the kill', async () => {
      const history = await historyOf({ aheadUs: -2 * yearUs }, { timeBasis: 'inferred' });
      expectSettled(history, 'events');
      expect(history?.alignment?.sentences[0]).toMatch(
        /^the log states no year: the samples are of 20\d\d, matched by .* \(--year 20\d\d says so\)$/,
      );
    });

    test('without a sign of the kill the only year that the samples cover is assumed', async () => {
      const history = await historyOf(
        { aheadUs: -yearUs, shows: ['victim'], to: -100 },
        { timeBasis: 'inferred', kills: 0 },
      );
      expect(history?.alignment).toMatchObject({ trust: 'assumed' });
      expect(history?.alignment?.sentences[0]).toContain('the only year that they cover');
    });

    test('a year that the log states is not searched', async () => {
      expect(await historyOf({ aheadUs: -2 * yearUs })).toBeNull();
    });
  });

  describe("the kernel's clock alone, of several boots", () => {
    const boot = '/logs/samples/mem.txt#2';
    const second2 = (values: (atUs: number) => number): StoredSample[] =>
      samplesOf({ kernelClock: 'alone' })
        .filter(({ series }) => series.metric !== 'rssBytes')
        .map((sample) => ({
          ...sample,
          series: { ...sample.series, boot },
          point: { ...sample.point, value: values(sample.point.atUs) },
        }));

    test('the boot whose samples show the kill is taken, and the other leaves nothing in it', async () => {
      const history = await historyOf(
        { kernelClock: 'alone' },
        { startMonotonicSeconds: 1000 },
        {},
        second2(() => gib / 2),
      );
      expectSettled(history, 'kernel-clock');
      const free = history?.series.filter(({ metric }) => metric === 'memFreeBytes') ?? [];
      expect(free).toHaveLength(1);
      expect(free[0]?.points.some(({ value }) => value === gib / 2)).toBe(false);
    });

    test('where both show as much, none is taken', async () => {
      const same = samplesOf({ kernelClock: 'alone' }).map((sample) => ({
        ...sample,
        series: { ...sample.series, boot },
      }));
      expect(await historyOf({ kernelClock: 'alone' }, { startMonotonicSeconds: 1000 }, {}, same)).toBeNull();
    });
  });

  test("the kernel's clock alone on both sides", async () => {
    const history = await historyOf(
      { kernelClock: 'alone', shows: ['free'] },
      { start: null, startMonotonicSeconds: 1000, host: null },
    );
    expectSettled(history, 'kernel-clock');
    expect(history?.eventUs).toBe(1000 * second);
  });

  test('a wall clock hours off and no other: the kill that both saw settles it, and it is said', async () => {
    const history = await historyOf({ aheadUs: -3 * hour });
    expectSettled(history, 'events');
    expect(history?.alignment?.sentences[0]).toContain(
      "the samples' clock is 3 h behind the log's: matched by the end",
    );
  });

  test('a wall clock off by no whole zone: within the ticks', async () => {
    const history = await historyOf({ aheadUs: 777 * second, from: -3000, to: 3000 });
    expectSettled(history, 'events', 5);
    expect(history?.alignmentErrorUs).toBeLessThan(15 * second);
  });

  test('no clock in common: the log knows only the time since boot, the samples only the wall clock', async () => {
    const facts = { start: null, startMonotonicSeconds: 1000, host: null };
    expectSettled(await historyOf({}, facts), 'events', 5);
    expect(await historyOf({ shows: ['free'] }, facts), 'free memory alone proves nothing').toBeNull();
  });

  test('a zone that was assumed wrongly, settled by the kill: no longer inferred', async () => {
    const history = await historyOf({ aheadUs: 2 * hour, assumed: { assumedZone: 'UTC' } });
    expectSettled(history, 'events');
    expect(new Set(history?.series.map(({ timeBasis }) => timeBasis))).toEqual(new Set(['realtime']));
  });

  test('a day that was assumed wrongly', async () => {
    const sampler = {
      aheadUs: -40 * 24 * hour + 2 * hour,
      assumed: { assumedZone: 'UTC', assumedDate: true },
    } as const;
    const history = await historyOf(sampler);
    expectSettled(history, 'events');
    expect(history?.eventUs, "on the log's clock").toBe(noonUs);
  });

  test('a zone that was assumed, and nothing to settle it: said, inferred, and the error is that of zones', async () => {
    const history = await historyOf({ assumed: { assumedZone: 'UTC' }, shows: ['free'], to: -30 });
    expect(history?.alignment).toMatchObject({ basis: 'wall-clock', trust: 'assumed' });
    expect(history?.alignment?.sentences[0]).toContain('the samples state no zone');
    expect(history?.alignmentErrorUs).toBeGreaterThan(13 * hour);
    expect(history?.series.every(({ timeBasis }) => timeBasis === 'inferred')).toBe(true);
  });

  // Times counted back from the file's time look like any others: only the mark says that nobody wrote them.
  test('times counted from the time of the file, and nothing to settle them: said and inferred', async () => {
    const history = await historyOf({ assumed: { assumedStart: true }, shows: ['free'], to: -30 });
    expect(history?.alignment).toMatchObject({ basis: 'wall-clock', trust: 'assumed' });
    expect(history?.alignment?.sentences[0]).toContain('the samples state no time');
    expect(history?.alignment?.sentences[0]).toContain('--start');
    expect(history?.series.every(({ timeBasis }) => timeBasis === 'inferred')).toBe(true);
  });

  test('samples that end long before the event: doubtful, and the error holds all they cover', async () => {
    const history = await historyOf({ from: -9000, to: -7200, shows: ['free'] });
    expect(history?.alignment).toMatchObject({
      trust: 'doubtful',
      sentences: ['the samples end 2 h before the event'],
    });
    expect(history?.alignmentErrorUs).toBeGreaterThanOrEqual(7200 * second);
  });

  test('a victim that is still listed long after its kill, and no other time that fits: doubtful', async () => {
    const facts = { shows: ['counter', 'free'] as const, from: 20, to: 900, aheadUs: -450 * second };
    const history = await historyOf(facts);
    expect(history?.alignment?.trust).toBe('doubtful');
  });

  test('--offset is the last word', async () => {
    const history = await historyOf({ aheadUs: 2 * hour, shows: ['free'] }, {}, { offsetUs: -2 * hour });
    expect(history?.alignment).toMatchObject({ basis: 'user', trust: 'settled', offsetUs: -2 * hour });
    expect(secondsToRelief(history)).toBeLessThan(10);
  });

  test('a clock without a date, beside one that states its zone, is set by it and does not lead', async () => {
    const dated = { aheadUs: -40 * 24 * hour, assumed: { assumedZone: 'UTC', assumedDate: true } } as const;
    const history = await historyOf({ shows: ['free'] }, {}, {}, samplesOf({ ...dated, shows: ['free'] }));
    expect(history?.eventUs).toBe(noonUs);
    const atUs = history?.series.map(({ points }) => points.find(({ value }) => value === 5 * gib)?.atUs);
    expect(atUs).toEqual([noonUs + 3 * second, noonUs + 3 * second]);
  });

  test("another machine's samples are no history", async () => {
    expect(await historyOf({ host: 'db9' })).toBeNull();
  });

  test('counters become rates', async () => {
    const history = await historyOf({});
    const faults = history?.series.find(({ metric }) => metric === 'majorFaultsPerSecond');
    const counter = history?.series.find(({ metric }) => metric === 'majorFaultsTotal');
    expect(new Set(faults?.points.map(({ value }) => value))).toEqual(new Set([20]));
    expect(faults?.points, 'none for the first reading and none for the reset').toHaveLength(
      (counter?.points.length ?? 0) - 2,
    );
  });
});
