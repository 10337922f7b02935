import { describe, expect, test } from 'vitest';
import type { RawSample } from '../../parsers/model/sample.ts';
import { createSampleClock, type SampleTime } from '../../src/ingest/sample-time.ts';
import { toPoints } from '../../src/store/sample-points.ts';

const noonMs = Date.parse('2026-11-20T12:00:00Z');
const hourUs = 3_600_000_000;

function sample(facts: Partial<RawSample>, path = '/s/free.txt'): RawSample {
  return {
    span: { path, line: 1, byteStart: 0, byteEnd: 10, lines: 1 },
    format: 'free',
    stamp: null,
    stampBasis: null,
    sinceMidnightUs: null,
    monotonicUs: null,
    host: null,
    scope: 'system',
    pid: null,
    comm: null,
    startedAt: null,
    cgroup: null,
    zone: null,
    metrics: { memFreeBytes: 1024 },
    quantumBytes: 1024,
    unitAssumed: null,
    ...facts,
  };
}

const clock = (zone: string | null = null) =>
  createSampleClock({ zone, machineZone: 'Europe/Berlin', year: null }, noonMs);
const written = (offsetMinutes: number | null) => ({
  stamp: { civilUs: noonMs * 1000, offsetMinutes, hasYear: true, precisionUs: 1_000_000 },
  stampBasis: 'written' as const,
});
const iso = ({ us }: SampleTime): string | null => (us === null ? null : new Date(us / 1000).toISOString());

/** What was assumed must stay visible: a wrong zone is the most common way to join samples with the wrong hour. */
describe('when a sample was taken', () => {
  test('a stated zone stands; an assumed one is named, the user being above the machine', () => {
    expect(clock()(sample(written(120)))).toEqual({ us: noonMs * 1000 - 2 * hourUs, basis: 'realtime' });
    expect(clock()(sample(written(null)))).toMatchObject({ basis: 'inferred', assumedZone: 'Europe/Berlin' });
    expect(clock('UTC')(sample(written(null)))).toEqual({ us: noonMs * 1000, basis: 'realtime' });
  });

  test('a time of day: on the last day on which the file can have begun, and on through the night', () => {
    const timeOf = clock();
    const at = (hours: number): SampleTime => timeOf(sample({ sinceMidnightUs: hours * hourUs }), noonMs);
    expect(iso(at(23))).toBe('2026-11-19T22:00:00.000Z');
    expect(iso(at(23.5))).toBe('2026-11-19T22:30:00.000Z');
    expect(iso(at(24.5))).toBe('2026-11-19T23:30:00.000Z');
    expect(at(25)).toMatchObject({ basis: 'inferred', assumedDate: true, assumedZone: 'Europe/Berlin' });
  });

  // Points of two boots at one time since boot would take each other's place.
  test('a time since boot that begins anew is that of another boot, in a rotated set too', () => {
    const timeOf = clock();
    const boot = (seconds: number, path: string): string | undefined => {
      const one = sample({ monotonicUs: seconds * 1_000_000 }, path);
      return toPoints(one, '/s', timeOf(one))[0]?.series.boot;
    };
    expect([boot(10, '/s/mem.log.1'), boot(70, '/s/mem.log.1'), boot(69.5, '/s/mem.log.1')]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
    expect([boot(11, '/s/mem.log.1'), boot(71, '/s/mem.log')]).toEqual(['/s/mem.log#2', '/s/mem.log#2']);
    expect([boot(12, '/s/mem.log'), boot(3, '/s/other.log')]).toEqual(['/s/mem.log#3', undefined]);
  });

  test("the kernel's clock alone: no time, and points since boot", () => {
    const bare = sample({ monotonicUs: 9_735_000 });
    expect(clock()(bare)).toEqual({ us: null, basis: 'monotonic' });
    const [point] = toPoints(bare, '/s', clock()(bare));
    expect(point).toMatchObject({ point: { atUs: 9_735_000 }, series: { timeBasis: 'monotonic' } });
  });

  test('both clocks leave a pair on the timeline', () => {
    const both = sample({ ...written(0), monotonicUs: 9_735_000 });
    expect(toPoints(both, '/s', clock()(both)).map(({ series }) => series.metric)).toEqual([
      'memFreeBytes',
      'monotonicSeconds',
    ]);
  });

  test.each([
    ['/s/metrics-1763631300.prom', '2025-11-20T09:35:00.000Z'],
    ['/s/ps_20261120T093543Z.txt', '2026-11-20T09:35:43.000Z'],
    ['/s/meminfo.2026-11-20-09:35', '2026-11-20T08:35:00.000Z'],
    ['/s/memory.log', null],
    ['/s/report-20261120.txt', null],
  ])('the name %s', (path, time) => {
    expect(iso(clock()(sample({}, path)))).toBe(time);
  });

  test('a name dates the first block of a file only', () => {
    const timeOf = clock();
    expect(timeOf(sample({}, '/s/free-1763631300')).us).not.toBeNull();
    expect(timeOf(sample({ scope: 'process', pid: 7 }, '/s/free-1763631300')).us).not.toBeNull();
    expect(timeOf(sample({}, '/s/free-1763631300')).us).toBeNull();
  });
});
