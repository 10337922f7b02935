import { expect, test } from 'vitest';
import { all, batchOf, coverageOf, fileAt, oomKill, sampleAt, stored } from '../facts.ts';
import { type NewStorage, withTimeline } from './storage.ts';

const path = '/var/log/kern.log';
const identity = fileAt(path, 'head');

/** A file read again by better parsers leaves no trace of what they no longer say. */
export function renewing(newStorage: NewStorage): void {
  const before = batchOf({
    files: [identity],
    records: [
      stored(oomKill({ id: 'kept', line: 1 })),
      stored(oomKill({ id: 'read wrongly', line: 2 })),
      stored(oomKill({ id: 'also elsewhere', line: 3 })),
    ],
    samples: [sampleAt(0, 1, {}, path), sampleAt(1, 2, {}, path), sampleAt(2, 3, {}, '/var/log/other.txt')],
    coverage: [coverageOf(path)],
  });
  const elsewhere = batchOf({
    records: [stored(oomKill({ id: 'also elsewhere', path: '/copy.log', line: 30 }), '/copies')],
  });
  const again = batchOf({
    files: [identity],
    records: [stored(oomKill({ id: 'kept', line: 1 }, { panic: 'seen now' }))],
    samples: [sampleAt(0, 1.5, {}, path)],
    coverage: [coverageOf(path, { records: 1 })],
  });

  test(
    'what comes again is replaced in place, what does not goes, unless another file holds it',
    withTimeline(newStorage, async (timeline, storage) => {
      await timeline.append(before);
      await timeline.append(elsewhere);
      await timeline.close();

      const newer = await storage.open({ parserVersion: 2 });
      expect(await newer.parserVersions()).toEqual([{ parserVersion: 1, records: 3 }]);
      expect(await newer.beginRenewal(identity)).toBe(true);
      expect(await all(newer.records())).toHaveLength(3);
      expect((await newer.sources()).find((source) => source.path === path)).toMatchObject({
        renewing: true,
        parserVersion: 1,
      });
      expect(await newer.append(again)).toMatchObject({ fresh: 0, renewed: 1, points: { renewed: 1 } });
      expect(await newer.endRenewal(path)).toEqual({ records: 1, points: 1 });

      const left = await all(newer.records());
      expect(left.map(({ record, parserVersion }) => [record.id, record.source.path, parserVersion])).toEqual([
        ['also elsewhere', '/copy.log', 1],
        ['kept', path, 2],
      ]);
      expect(left[0]).toMatchObject({ directory: '/copies', record: { source: { line: 30, byteStart: 3000 } } });
      expect(left[1]?.record).toMatchObject({ panic: 'seen now' });
      expect(left[1]?.seenIn).toHaveLength(1);
      const values = (await all(newer.samples())).flatMap(({ points }) => points.map(({ value }) => value));
      expect(values).toEqual([1.5, 3]);
      expect((await newer.sources()).find((source) => source.path === path)).toMatchObject({
        renewing: false,
        parserVersion: 2,
      });
      await newer.close();
    }),
  );

  test(
    'a newer parser has the last word on a record without a renewal too, an older one has not',
    withTimeline(newStorage, async (timeline, storage) => {
      await timeline.append(before);
      await timeline.close();
      const newer = await storage.open({ parserVersion: 2 });
      expect(await newer.append(again)).toMatchObject({ renewed: 1, duplicate: 0 });
      await newer.close();
      const older = await storage.open({ parserVersion: 1 });
      expect(await older.append(before)).toMatchObject({ renewed: 0, duplicate: 3 });
      expect((await all(older.records({ ids: ['kept'] })))[0]?.record).toMatchObject({ panic: 'seen now' });
      await older.close();
    }),
  );

  test(
    'a file that is not proved to be the one that was read is not renewed',
    withTimeline(newStorage, async (timeline) => {
      await timeline.append(before);
      expect(await timeline.beginRenewal(fileAt(path, 'another head'))).toBe(false);
      expect(await timeline.beginRenewal(fileAt('/unknown.log', 'head'))).toBe(false);
      expect(await timeline.beginRenewal(fileAt('/var/log/other.txt', 'head'))).toBe(false);
      expect(await timeline.endRenewal(path)).toEqual({ records: 0, points: 0 });
      expect(await all(timeline.records())).toHaveLength(3);
    }),
  );
}
