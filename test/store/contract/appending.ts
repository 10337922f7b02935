import { expect, test } from 'vitest';
import { all, batchOf, coverageOf, fileAt, hungTask, noonUs, oomKill, sampleAt, stored } from '../facts.ts';
import { type NewStorage, withTimeline } from './storage.ts';

/** Facts go in once, however often and from wherever they come. */
export function appending(newStorage: NewStorage): void {
  const kill = oomKill({ id: 'r1' });

  test(
    'the same batch twice adds nothing',
    withTimeline(newStorage, async (timeline) => {
      const batch = batchOf({ records: [stored(kill)], samples: [sampleAt(0, 10), sampleAt(1, 11)] });
      expect(await timeline.append(batch)).toEqual({
        fresh: 1,
        duplicate: 0,
        renewed: 0,
        points: { fresh: 2, duplicate: 0, renewed: 0, conflicting: 0, refused: 0 },
      });
      expect(await timeline.append(batch)).toEqual({
        fresh: 0,
        duplicate: 1,
        renewed: 0,
        points: { fresh: 0, duplicate: 2, renewed: 0, conflicting: 0, refused: 0 },
      });
      expect(await all(timeline.records())).toHaveLength(1);
    }),
  );

  test(
    'a body comes back as it went in, with whatever the log put into it',
    withTimeline(newStorage, async (timeline) => {
      const hostile = hungTask(
        { id: 'h', path: '/var/log/a "b\'\u001b[31m' },
        { comm: 'a\u0000b\ud800 "},{', callTrace: ['\u2028', ''], blockedSeconds: 0.1 },
      );
      await timeline.append(batchOf({ records: [stored(hostile)] }));
      expect((await all(timeline.records()))[0]?.record).toEqual(hostile);
    }),
  );

  test(
    'a record seen in a renamed or copied file is one record with two addresses',
    withTimeline(newStorage, async (timeline) => {
      await timeline.append(batchOf({ records: [stored(kill)] }));
      const copy = oomKill({ id: 'r1', path: '/backup/kern.log', line: 7 });
      const { fresh, duplicate } = await timeline.append(batchOf({ records: [stored(copy, '/backup')] }));
      expect({ fresh, duplicate }).toEqual({ fresh: 0, duplicate: 1 });
      const [only, ...others] = await all(timeline.records());
      expect(others).toEqual([]);
      expect(only?.record.source.path).toBe('/var/log/kern.log');
      expect(only?.seenIn.map(({ path, line, directory }) => [path, line, directory])).toEqual([
        ['/var/log/kern.log', 1, '/var/log'],
        ['/backup/kern.log', 7, '/backup'],
      ]);
    }),
  );

  test(
    'an address in a file that was rotated away is not current',
    withTimeline(newStorage, async (timeline) => {
      const path = '/var/log/kern.log';
      await timeline.append(batchOf({ files: [fileAt(path, 'week 1')], records: [stored(kill)] }));
      await timeline.append(batchOf({ files: [fileAt(path, 'week 1', 8192)] }));
      expect((await all(timeline.records()))[0]?.seenIn.map(({ current }) => current)).toEqual([true]);
      await timeline.append(
        batchOf({
          files: [fileAt(path, 'week 2', 500), fileAt(`${path}.1`, 'week 1')],
          records: [stored(oomKill({ id: 'r1', path: `${path}.1` }))],
        }),
      );
      expect((await all(timeline.records()))[0]?.seenIn.map((seen) => [seen.path, seen.current])).toEqual([
        [path, false],
        [`${path}.1`, true],
      ]);
    }),
  );

  test(
    'a point of a known host is the same from every folder, one without a host is not',
    withTimeline(newStorage, async (timeline) => {
      await timeline.append(batchOf({ samples: [sampleAt(0, 10), sampleAt(0, 10, { host: null })] }));
      const { points } = await timeline.append(
        batchOf({
          samples: [sampleAt(0, 10, { directory: '/copy' }), sampleAt(0, 10, { host: null, directory: '/copy' })],
        }),
      );
      expect(points).toMatchObject({ fresh: 1, duplicate: 1 });
    }),
  );

  test(
    'a second value for one moment is counted and does not overwrite the first',
    withTimeline(newStorage, async (timeline) => {
      await timeline.append(batchOf({ samples: [sampleAt(0, 10)] }));
      const { points } = await timeline.append(batchOf({ samples: [sampleAt(0, 11), sampleAt(1, 12)] }));
      expect(points).toMatchObject({ fresh: 1, duplicate: 0, conflicting: 1 });
      const [piece] = await all(timeline.samples());
      expect(piece?.points.map(({ value }) => value)).toEqual([10, 12]);
    }),
  );

  test(
    'a value that is no number is refused and counted',
    withTimeline(newStorage, async (timeline) => {
      const { points } = await timeline.append(
        batchOf({ samples: [sampleAt(0, Number.NaN), sampleAt(0.0000005, 1), sampleAt(2, Infinity), sampleAt(3, 0)] }),
      );
      expect(points).toMatchObject({ fresh: 1, refused: 3 });
    }),
  );

  test(
    'a batch is stored whole with its position, or not at all, and the next one goes on',
    withTimeline(newStorage, async (timeline) => {
      const first = batchOf({ records: [stored(kill)], checkpoints: [{ source: 'kmsg', position: { sequence: 5 } }] });
      await timeline.append(first);
      const broken = { ...oomKill({ id: 'r3' }), time: 'no time at all' };
      await expect(
        timeline.append(
          batchOf({
            records: [stored(oomKill({ id: 'r2', path: '/new.log' })), stored(broken)],
            samples: [sampleAt(0, 1)],
            checkpoints: [{ source: 'kmsg', position: { sequence: 9 } }],
          }),
        ),
      ).rejects.toThrow(TypeError);
      expect(await timeline.checkpoint('kmsg')).toEqual({ sequence: 5 });
      expect((await all(timeline.records())).map(({ record }) => record.id)).toEqual(['r1']);
      // Row numbers that the failed batch had handed out must not be used again.
      const { fresh, points } = await timeline.append(
        batchOf({ records: [stored(oomKill({ id: 'r2', path: '/new.log' }))], samples: [sampleAt(0, 1)] }),
      );
      expect([fresh, points.fresh]).toEqual([1, 1]);
      expect((await all(timeline.records())).map(({ seenIn }) => seenIn[0]?.path).sort()).toEqual([
        '/new.log',
        '/var/log/kern.log',
      ]);
    }),
  );

  test(
    'positions of sources are kept apart, and an unknown source has none',
    withTimeline(newStorage, async (timeline) => {
      await timeline.append(
        batchOf({
          checkpoints: [
            { source: 'a', position: [1, 'x'] },
            { source: 'b', position: null },
          ],
        }),
      );
      expect(await timeline.checkpoint('a')).toEqual([1, 'x']);
      expect(await timeline.checkpoint('b')).toBeNull();
      expect(await timeline.checkpoint('c')).toBeNull();
    }),
  );

  test(
    'coverage of a file is what was said last, whole',
    withTimeline(newStorage, async (timeline) => {
      await timeline.append(batchOf({ coverage: [coverageOf('/b.log'), coverageOf('/a.log')] }));
      const grown = coverageOf('/b.log', { lines: 2000, monotonicFromUs: 5 });
      await timeline.append(batchOf({ coverage: [grown], files: [fileAt('/b.log', 'x')] }));
      expect(await timeline.coverage()).toEqual([coverageOf('/a.log'), grown]);
      expect(await timeline.sources()).toMatchObject([
        { path: '/a.log', headHash: null, sizeBytes: null },
        { path: '/b.log', headHash: 'x', sizeBytes: 80_000, mtimeUs: noonUs, renewing: false },
      ]);
    }),
  );
}
