import fc from 'fast-check';
import { expect, test } from 'vitest';
import { all, batchOf, noonUs, sampleAt } from '../facts.ts';
import { type NewStorage, withTimeline } from './storage.ts';

/** Points come out by series and range, each with the bytes it was read from. */
export function sampling(newStorage: NewStorage): void {
  test(
    'points come back by series, in order of time, with their address',
    withTimeline(newStorage, async (timeline) => {
      const system = { scope: 'system', pid: null, comm: null, metric: 'memFreeBytes' } as const;
      await timeline.append(
        batchOf({
          samples: [sampleAt(2, 2.5), sampleAt(0, 4096), sampleAt(0, 2 ** 52, system, '/var/log/free.txt')],
        }),
      );
      const pieces = await all(timeline.samples());
      expect(pieces.map(({ series, points }) => [series.metric, points])).toEqual([
        [
          'rssBytes',
          [
            { atUs: noonUs, value: 4096, source: { path: '/var/log/ps.txt', line: 1, byteStart: 0, byteEnd: 79 } },
            {
              atUs: noonUs + 2_000_000,
              value: 2.5,
              source: { path: '/var/log/ps.txt', line: 3, byteStart: 160, byteEnd: 239 },
            },
          ],
        ],
        [
          'memFreeBytes',
          [
            {
              atUs: noonUs,
              value: 2 ** 52,
              source: { path: '/var/log/free.txt', line: 1, byteStart: 0, byteEnd: 79 },
            },
          ],
        ],
      ]);
    }),
  );

  test(
    'filters narrow by host, folder, scope, metric, process and time',
    withTimeline(newStorage, async (timeline) => {
      await timeline.append(
        batchOf({
          samples: [
            sampleAt(0, 1),
            sampleAt(10, 2),
            sampleAt(0, 3, { host: null, directory: '/run' }),
            sampleAt(0, 4, { pid: 7, comm: 'java' }),
            sampleAt(0, 5, { scope: 'cgroup', pid: null, comm: null, cgroup: '/a.slice', metric: 'cgroupUsageBytes' }),
          ],
        }),
      );
      const values = async (filter: Parameters<typeof timeline.samples>[0]): Promise<number[]> =>
        (await all(timeline.samples(filter))).flatMap(({ points }) => points.map(({ value }) => value)).sort();
      expect(await values({ host: null })).toEqual([3]);
      expect(await values({ directory: '/run' })).toEqual([3]);
      expect(await values({ scopes: ['cgroup'] })).toEqual([5]);
      expect(await values({ metrics: ['cgroupUsageBytes'] })).toEqual([5]);
      expect(await values({ comm: 'java', pid: 7 })).toEqual([4]);
      expect(await values({ cgroup: '/a.slice' })).toEqual([5]);
      expect(await values({ fromUs: noonUs + 10_000_000 })).toEqual([2]);
      expect(await values({ host: 'web1', comm: 'postgres', toUs: noonUs })).toEqual([1]);
      expect((await all(timeline.series({ comm: 'postgres', host: 'web1' })))[0]).toMatchObject({
        fromUs: noonUs,
        toUs: noonUs + 10_000_000,
      });
    }),
  );

  test(
    'two zones measured at one moment are two series',
    withTimeline(newStorage, async (timeline) => {
      const zone = (name: string) => ({ scope: 'zone', zone: name, pid: null, comm: null }) as const;
      const { points } = await timeline.append(
        batchOf({ samples: [sampleAt(0, 1, zone('node 0')), sampleAt(0, 2, zone('node 1'))] }),
      );
      expect(points).toMatchObject({ fresh: 2, conflicting: 0 });
    }),
  );

  test(
    'a long series comes in pieces that join without a gap',
    withTimeline(newStorage, async (timeline) => {
      const samples = Array.from({ length: 10_000 }, (_, second) => sampleAt(second, second));
      await timeline.append(batchOf({ samples }));
      const pieces = await all(timeline.samples());
      expect(pieces.length).toBeGreaterThan(1);
      expect(pieces.flatMap(({ points }) => points.map(({ value }) => value))).toEqual(
        samples.map(({ point }) => point.value),
      );
    }),
  );

  test('downsampling keeps real points, in order, and the smallest and largest of all', async () => {
    const values = fc.array(fc.tuple(fc.integer({ min: 0, max: 400 }), fc.integer({ min: -50, max: 50 })), {
      minLength: 1,
      maxLength: 200,
    });
    await fc.assert(
      fc.asyncProperty(values, fc.integer({ min: 2, max: 60 }), async (measured, maxPoints) => {
        const storage = await newStorage();
        const timeline = await storage.open();
        const bySecond = new Map(measured);
        await timeline.append(batchOf({ samples: [...bySecond].map(([second, value]) => sampleAt(second, value)) }));
        const points = (await all(timeline.samples({ maxPoints }))).flatMap((piece) => piece.points);
        await timeline.close();
        await storage.dispose();

        const kept = points.map(({ atUs, value }) => [(atUs - noonUs) / 1_000_000, value] as const);
        for (const [second, value] of kept) expect(bySecond.get(second)).toBe(value);
        expect(kept.map(([second]) => second)).toEqual(
          [...new Set(kept.map(([second]) => second))].sort((a, b) => a - b),
        );
        expect(kept.length).toBeLessThanOrEqual(Math.max(maxPoints, 2));
        const all200 = [...bySecond.values()];
        expect(Math.min(...kept.map(([, value]) => value))).toBe(Math.min(...all200));
        expect(Math.max(...kept.map(([, value]) => value))).toBe(Math.max(...all200));
      }),
      { numRuns: 40 },
    );
  });

  // Long ranges are read from a table of extremes an hour: it must say what the points say, whatever became of them.
  test(
    'a long range keeps every peak, after late points, thinning and pruning too',
    withTimeline(newStorage, async (timeline) => {
      const minutes = Array.from({ length: 5 * 1440 }, (_, minute) => minute);
      const valueAt = (minute: number): number => ((minute * 7919) % 10_007) + (minute === 3333 ? 50_000 : 0);
      const samples = minutes.map((minute) => sampleAt(minute * 60, valueAt(minute)));
      // The later half first, in small batches, and some points after all others.
      const late = samples.splice(2000, 3);
      const byHalves = [...samples.slice(3600), ...samples.slice(0, 3600), ...late];
      for (let start = 0; start < byHalves.length; start += 997) {
        await timeline.append(batchOf({ samples: byHalves.slice(start, start + 997) }));
      }
      await checked();
      await timeline.thin({ fromUs: noonUs, beforeUs: noonUs + 86_400_000_000, bucketUs: 7_200_000_000 });
      await checked();
      await timeline.prune(noonUs + 5000_000_000);
      await checked();

      async function checked(): Promise<void> {
        const points = (await all(timeline.samples())).flatMap((piece) => piece.points);
        for (const maxPoints of [20, 50, 200]) {
          const kept = (await all(timeline.samples({ maxPoints }))).flatMap((piece) => piece.points);
          expect(kept.length).toBeLessThanOrEqual(maxPoints);
          expect(kept.length).toBeGreaterThan(maxPoints / 4);
          const byTime = new Map(points.map((point) => [point.atUs, point]));
          for (const point of kept) expect(byTime.get(point.atUs)).toEqual(point);
          const extremes = (some: typeof points) => [
            Math.min(...some.map(({ value }) => value)),
            Math.max(...some.map(({ value }) => value)),
          ];
          expect(extremes(kept)).toEqual(extremes(points));
          expect(kept.map(({ atUs }) => atUs)).toEqual(kept.map(({ atUs }) => atUs).sort((a, b) => a - b));
        }
      }
    }),
  );

  // The table knows whole hours only: of the first and the last one a part is asked for, and a peak may lie in the other.
  test(
    'a long range that begins and ends within an hour has no peak from outside of it',
    withTimeline(newStorage, async (timeline) => {
      const outside = new Map([
        [10, 90_000],
        [47 * 60 + 50, 95_000],
      ]);
      const samples = Array.from({ length: 48 * 60 }, (_, minute) =>
        sampleAt(minute * 60, outside.get(minute) ?? (minute * 7919) % 10_007),
      );
      await timeline.append(batchOf({ samples }));
      const range = { fromUs: noonUs + 30 * 60_000_000, toUs: noonUs + (47 * 60 + 30) * 60_000_000 };
      const kept = (await all(timeline.samples({ ...range, maxPoints: 40 }))).flatMap(({ points }) => points);
      expect(kept.length).toBeGreaterThan(20);
      for (const { atUs } of kept) {
        expect(atUs).toBeGreaterThanOrEqual(range.fromUs);
        expect(atUs).toBeLessThanOrEqual(range.toUs);
      }
      const inside = samples.slice(30, 47 * 60 + 31).map(({ point }) => point.value);
      expect(Math.max(...kept.map(({ value }) => value))).toBe(Math.max(...inside));
      expect(Math.min(...kept.map(({ value }) => value))).toBe(Math.min(...inside));
    }),
  );

  test(
    'points since boot have no time, and no part in the time a host covers',
    withTimeline(newStorage, async (timeline) => {
      const sinceBoot = sampleAt(0, 1, { timeBasis: 'monotonic', metric: 'sinceBoot' });
      const samples = [sampleAt(5, 1), { ...sinceBoot, point: { atUs: 9_735_000, value: 1 } }];
      await timeline.append(batchOf({ samples }));
      const { rows } = await timeline.query('SELECT metric, time FROM sample ORDER BY at_us');
      const found = [];
      for await (const [metric, time] of rows) found.push([metric, time === null]);
      expect(found[0]).toEqual(['sinceBoot', true]);
      expect(found[1]?.[1]).toBe(false);
      expect((await timeline.hosts()).map(({ fromUs }) => fromUs)).toEqual([noonUs + 5_000_000]);
    }),
  );

  test(
    'thinned reading gives the first point of each span, the same moments in series measured together',
    withTimeline(newStorage, async (timeline) => {
      const seconds = [0, 10, 20, 61, 70, 130, 250, 251];
      const samples = seconds.flatMap((at) => [sampleAt(at, at), sampleAt(at, -at, { metric: 'swapBytes' })]);
      await timeline.append(batchOf({ samples }));
      const pieces = await all(timeline.samples({ everyUs: 60_000_000, fromUs: noonUs + 5_000_000 }));
      expect(pieces.map(({ points }) => points.map(({ atUs }) => (atUs - noonUs) / 1_000_000))).toEqual([
        [10, 61, 130, 250],
        [10, 61, 130, 250],
      ]);
      const whole = await all(timeline.samples({ everyUs: 60_000_000, toUs: noonUs + 251_000_000 }));
      expect(whole[0]?.points.map(({ value }) => Math.abs(value))).toEqual([0, 61, 130, 250]);
    }),
  );

  // Where spans hold many points, they are not read one by one: the answer must not show which way was taken.
  test(
    'thinned reading of a dense series gives the same points as looking at each',
    withTimeline(newStorage, async (timeline) => {
      const seconds = Array.from({ length: 3000 }, (_, second) => second).filter((second) => second % 120 !== 0);
      await timeline.append(batchOf({ samples: seconds.map((second) => sampleAt(second, second)) }));
      const range = { fromUs: noonUs + 100_000_000, toUs: noonUs + 2_500_000_000 };
      const everyUs = 60_000_000;
      const points = (await all(timeline.samples(range))).flatMap((piece) => piece.points);
      const spanOf = (atUs: number): number => Math.floor(atUs / everyUs);
      const first = points.filter(({ atUs }, index) => spanOf(atUs) !== spanOf(points[index - 1]?.atUs ?? 0));
      expect(first.length).toBe(41);
      expect((await all(timeline.samples({ ...range, everyUs }))).flatMap((piece) => piece.points)).toEqual(first);
      // A gap of many spans is passed in one step.
      await timeline.append(batchOf({ samples: [sampleAt(9000, 1), sampleAt(9001, 2)] }));
      const afterGap = await all(timeline.samples({ fromUs: range.fromUs, everyUs }));
      expect(afterGap.flatMap((piece) => piece.points).at(-1)?.atUs).toBe(noonUs + 9_000_000_000);
    }),
  );

  test(
    'pruning removes old points and the series left without any, and keeps records',
    withTimeline(newStorage, async (timeline) => {
      await timeline.append(batchOf({ samples: [sampleAt(0, 1), sampleAt(10, 2), sampleAt(0, 3, { pid: 1 })] }));
      expect(await timeline.prune(noonUs + 5_000_000)).toEqual({ points: 2 });
      expect((await all(timeline.series())).map(({ series, fromUs }) => [series.pid, fromUs])).toEqual([
        [4242, noonUs + 10_000_000],
      ]);
      // A series that was removed can come back.
      const { points } = await timeline.append(batchOf({ samples: [sampleAt(20, 3, { pid: 1 })] }));
      expect(points.fresh).toBe(1);
      expect(await all(timeline.series())).toHaveLength(2);
    }),
  );

  // A time since boot is a small number: compared with a date it is always the older.
  test(
    'points that stand at a time since boot are neither pruned nor thinned',
    withTimeline(newStorage, async (timeline) => {
      const monotonic = { timeBasis: 'monotonic' as const, metric: 'memFreeBytes' };
      const since = [1, 2, 3, 4].map((seconds) => ({
        ...sampleAt(0, seconds, monotonic),
        point: { atUs: seconds * 1_000_000, value: seconds },
      }));
      await timeline.append(batchOf({ samples: [...since, sampleAt(0, 1)] }));
      expect(await timeline.prune(noonUs + 5_000_000)).toEqual({ points: 1 });
      expect(await timeline.thin({ beforeUs: noonUs, bucketUs: 60_000_000 })).toEqual({ points: 0 });
      expect((await all(timeline.samples())).flatMap(({ points }) => points)).toHaveLength(4);
    }),
  );

  test(
    'thinning keeps extremes, first and last, only inside the range, and done twice changes nothing',
    withTimeline(newStorage, async (timeline) => {
      const values = [5, 9, 5, 1, 5, 5, 7, 5, 5, 5, 5, 5];
      await timeline.append(batchOf({ samples: values.map((value, index) => sampleAt(index * 10, value)) }));
      const range = { beforeUs: noonUs + 90_000_000, bucketUs: 60_000_000 };
      expect(await timeline.thin(range)).toEqual({ points: 4 });
      const left = (await all(timeline.samples())).flatMap(({ points }) =>
        points.map(({ atUs, value }) => [(atUs - noonUs) / 1_000_000, value]),
      );
      expect(left).toEqual([
        [0, 5],
        [10, 9],
        [30, 1],
        [60, 7],
        [70, 5],
        [90, 5],
        [100, 5],
        [110, 5],
      ]);
      expect(await timeline.thin(range)).toEqual({ points: 0 });
    }),
  );
}
