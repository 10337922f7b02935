import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { KernelRecord } from '../../../parsers/model/record.ts';
import {
  all,
  allocFailure,
  batchOf,
  hungTask,
  incidentOf,
  noonUs,
  oomKill,
  type Place,
  sampleAt,
  stored,
} from '../facts.ts';
import { type NewStorage, withTimeline } from './storage.ts';

const bootA = 'a'.repeat(32);
const bootB = 'b'.repeat(32);

/** Records come out in order, streamed, while others write. */
export function reading(newStorage: NewStorage): void {
  const idsOf = (records: readonly { readonly record: KernelRecord }[]): string[] =>
    records.map(({ record }) => record.id);

  test(
    'records come in order of host, boot and time; equal times in order of the file',
    withTimeline(newStorage, async (timeline) => {
      const places: Place[] = [
        { id: 'web2', host: 'web2' },
        { id: 'later boot', bootId: bootB, atUs: noonUs - 5_000_000 },
        { id: 'second in file', line: 20 },
        { id: 'first in file', line: 3 },
        { id: 'earlier', atUs: noonUs - 1 },
        { id: 'no host, second boot', host: null, bootId: null, bootIndex: 1, atUs: null, monotonicSeconds: 1 },
        { id: 'no host, 10 s', host: null, bootId: null, atUs: null, monotonicSeconds: 10 },
        { id: 'no host, 9 s', host: null, bootId: null, atUs: null, monotonicSeconds: 9.5 },
      ];
      await timeline.append(batchOf({ records: places.map((place) => stored(oomKill(place))) }));
      expect(idsOf(await all(timeline.records()))).toEqual([
        'no host, 9 s',
        'no host, 10 s',
        'no host, second boot',
        'earlier',
        'first in file',
        'second in file',
        'later boot',
        'web2',
      ]);
      const byTime = idsOf(await all(timeline.records({ order: 'time', host: 'web1' })));
      expect(byTime).toEqual(['later boot', 'earlier', 'first in file', 'second in file']);
    }),
  );

  test('any records, in any batches, come out once and in order', async () => {
    const place = fc.record({
      host: fc.constantFrom(null, 'web1', 'web2'),
      bootId: fc.constantFrom(null, bootA, bootB),
      bootIndex: fc.nat(2),
      atUs: fc.option(fc.integer({ min: noonUs, max: noonUs + 3 }), { nil: null }),
      monotonicSeconds: fc.constantFrom(0, 1, 2.5),
      path: fc.constantFrom('/a.log', '/b.log'),
      line: fc.integer({ min: 1, max: 500 }),
    });
    await fc.assert(
      fc.asyncProperty(
        fc.array(place, { maxLength: 120 }),
        fc.integer({ min: 1, max: 50 }),
        async (places, batchSize) => {
          const storage = await newStorage();
          const timeline = await storage.open();
          const records = places.map((at, index) => stored(oomKill({ ...at, id: `r${index}` }), `/d${index % 2}`));
          for (let start = 0; start < records.length; start += batchSize) {
            await timeline.append(batchOf({ records: records.slice(start, start + batchSize) }));
          }
          const out = await all(timeline.records());
          await timeline.close();
          await storage.dispose();
          expect(idsOf(out).sort()).toEqual(idsOf(records).sort());
          const key = ({ record, directory }: (typeof out)[number]): (string | number)[] => [
            record.host ?? '',
            record.bootId ?? `~${directory}#${record.bootIndex}`,
            record.time === null ? (record.monotonicSeconds ?? 0) * 1e6 : noonUs + Number(record.time.slice(-7, -1)),
            record.source.path,
            record.source.line,
          ];
          const keys = out.map(key);
          for (const [index, after] of keys.entries()) {
            const before = keys[index - 1];
            if (before) expect(compare(before, after)).toBeLessThanOrEqual(0);
          }
        },
      ),
      { numRuns: 25 },
    );
  });

  test(
    'filters narrow by kind, host, id and time, and keep records without a wall clock',
    withTimeline(newStorage, async (timeline) => {
      await timeline.append(
        batchOf({
          records: [
            stored(oomKill({ id: 'kill' })),
            stored(hungTask({ id: 'hung', atUs: noonUs + 10 })),
            stored(allocFailure({ id: 'alloc', host: 'web2', atUs: noonUs + 20 })),
            stored(oomKill({ id: 'no clock', host: null, bootId: null, atUs: null, monotonicSeconds: 3 })),
          ],
        }),
      );
      const ids = async (filter: Parameters<typeof timeline.records>[0]): Promise<string[]> =>
        idsOf(await all(timeline.records(filter))).sort();
      expect(await ids({ kinds: ['hung-task', 'alloc-failure'] })).toEqual(['alloc', 'hung']);
      expect(await ids({ kinds: [] })).toEqual([]);
      expect(await ids({ host: 'web2' })).toEqual(['alloc']);
      expect(await ids({ host: null })).toEqual(['no clock']);
      expect(await ids({ ids: ['kill', 'unknown'] })).toEqual(['kill']);
      expect(await ids({ fromUs: noonUs + 10, toUs: noonUs + 10 })).toEqual(['hung', 'no clock']);
    }),
  );

  test(
    'a reader that is half way does not hold up the writer and sees nothing twice',
    withTimeline(newStorage, async (timeline) => {
      const at = (index: number): Place => ({ id: `r${index}`, atUs: noonUs + index * 1000, line: index + 1 });
      const records = Array.from({ length: 100 }, (_, index) => stored(oomKill(at(index))));
      await timeline.append(batchOf({ records }));
      const seen: string[] = [];
      for await (const { record } of timeline.records()) {
        seen.push(record.id);
        if (seen.length % 20 === 0) {
          await timeline.append(batchOf({ records: [stored(oomKill(at(1000 + seen.length)))] }));
        }
      }
      expect(new Set(seen).size).toBe(seen.length);
      expect(seen.length).toBeGreaterThanOrEqual(100);
      const there = await all(timeline.records());
      expect(there).toHaveLength(100 + Math.floor(seen.length / 20));
    }),
  );

  test(
    'records of one event count once, and the links are replaced as a whole',
    withTimeline(newStorage, async (timeline) => {
      await timeline.append(
        batchOf({
          records: [
            stored(oomKill({ id: 'kern.log' })),
            stored(oomKill({ id: 'syslog', path: '/var/log/syslog' })),
            stored(oomKill({ id: 'other', atUs: noonUs + 60_000_000 })),
          ],
        }),
      );
      await timeline.mergeRecords([
        { id: 'syslog', into: 'kern.log' },
        { id: 'other', into: 'other' },
      ]);
      expect(idsOf(await all(timeline.records({ distinct: true })))).toEqual(['kern.log', 'other']);
      expect((await all(timeline.records())).map(({ sameAs }) => sameAs)).toEqual([null, 'kern.log', null]);
      const { rows } = await timeline.query("select seen_in from record where id = 'kern.log'");
      expect(await all(rows)).toEqual([[2]]);
      // Somebody who saw only what came later knows nothing of the pair before.
      await timeline.mergeRecords([], { fromUs: noonUs + 30_000_000 });
      expect(await all(timeline.records({ distinct: true }))).toHaveLength(2);
      await timeline.mergeRecords([], { fromUs: noonUs });
      expect(await all(timeline.records({ distinct: true }))).toHaveLength(3);
      await timeline.mergeRecords([{ id: 'syslog', into: 'kern.log' }]);
      await timeline.mergeRecords([]);
      expect(await all(timeline.records({ distinct: true }))).toHaveLength(3);
    }),
  );

  test(
    'incidents come back whole, in the order they were given, and replace those of before',
    withTimeline(newStorage, async (timeline) => {
      await timeline.replaceIncidents([incidentOf('old')]);
      const worst = incidentOf('b', { title: 'worst', ranOut: 'Normal zone of node 0' });
      await timeline.replaceIncidents([worst, incidentOf('a', { start: null, end: null })]);
      expect(await all(timeline.incidents())).toEqual([worst, incidentOf('a', { start: null, end: null })]);
    }),
  );

  test(
    'hosts and boots are told with what is known of them',
    withTimeline(newStorage, async (timeline) => {
      await timeline.append(
        batchOf({
          records: [
            stored(oomKill({ id: '1' })),
            stored(oomKill({ id: '2', atUs: noonUs + 7 })),
            stored(oomKill({ id: '3', host: null, bootId: null, bootIndex: 2, atUs: null, monotonicSeconds: 5 }), '/d'),
          ],
          samples: [sampleAt(60, 1), sampleAt(60, 1, { host: 'db1' })],
        }),
      );
      expect(await timeline.hosts()).toEqual([
        { host: null, records: 1, series: 0, fromUs: null, toUs: null },
        { host: 'db1', records: 0, series: 1, fromUs: noonUs + 60_000_000, toUs: noonUs + 60_000_000 },
        { host: 'web1', records: 2, series: 1, fromUs: noonUs, toUs: noonUs + 60_000_000 },
      ]);
      expect(await timeline.boots()).toEqual([
        { host: null, bootId: null, directory: '/d', bootIndex: 2, records: 1, fromUs: null, toUs: null },
        { host: 'web1', bootId: bootA, directory: null, bootIndex: null, records: 2, fromUs: noonUs, toUs: noonUs + 7 },
      ]);
    }),
  );
}

function compare(before: readonly (string | number)[], after: readonly (string | number)[]): number {
  for (const [index, value] of before.entries()) {
    const other = after[index] ?? '';
    if (value !== other) return value < other ? -1 : 1;
  }
  return 0;
}
