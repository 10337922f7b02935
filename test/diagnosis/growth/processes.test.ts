import { expect, it } from 'vitest';
import { processHistories } from '../../../src/diagnosis/growth/processes.ts';
import type { MeasuredSeries } from '../../../src/diagnosis/history.ts';
import { eventUs, historyOf, hostWith, looks, others } from '../scenes.ts';

/** A sampler keeps a series for each cgroup it saw a process in; half a history would be half a growth. */
it('a process that was moved to another cgroup has one history, and is where it was last', () => {
  const sampled = historyOf(
    looks(600, 30, (share) => ({
      host: hostWith(Math.round(8000 * share)),
      processes: [...others, { pid: 77, comm: 'worker', anon: Math.round(8000 * share) }],
    })),
  );
  const [whole] = processHistories(sampled).filter(({ pid }) => pid === 77);
  const part = (series: MeasuredSeries, cgroup: string, from: number, to?: number): MeasuredSeries => ({
    ...series,
    cgroup,
    points: series.points.slice(from, to),
  });
  const series = sampled.series.flatMap((one) =>
    one.pid === 77 ? [part(one, '/b.scope', 2), part(one, '/starter.service', 0, 2)] : [one],
  );
  const moved = processHistories({ ...sampled, series, eventUs }).filter(({ pid }) => pid === 77);
  expect(moved).toEqual([{ ...whole, cgroup: '/b.scope' }]);
});
