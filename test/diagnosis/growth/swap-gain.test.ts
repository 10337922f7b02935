import { expect, it } from 'vitest';
import { swapGain } from '../../../src/diagnosis/growth/swap-gain.ts';
import type { MemoryHistory } from '../../../src/diagnosis/history.ts';
import type { Exhibit } from '../../../src/diagnosis/rules/rule.ts';
import { judge } from '../../../src/diagnosis/verdict/judge.ts';
import { exhibit, type Holder, historyOf, hostKill, hostWith, looks, others } from '../scenes.ts';

/** Samples of processes that do not count swap show a heap that went there as standing still: the report's table shows it. */

const swapTotal = 8000;
const cold: Holder = { pid: 70, comm: 'cold', anon: 8000, swap: 7600 };
const host = { ...hostWith(14_000), swapTotal, swapFree: 0 };
const rising = (from: number, holders: (share: number) => readonly Holder[] = () => [cold]): MemoryHistory => {
  const sampled = historyOf(
    looks(3600, 30, (share) => ({
      host: { ...host, swapFree: swapTotal - from - Math.round((swapTotal - from) * share * 0.99) },
      processes: [...others, ...holders(share)],
    })),
  );
  return { ...sampled, series: sampled.series.filter(({ metric }) => metric !== 'swapBytes') };
};
const judged = (holders: readonly Holder[], from = 200): Promise<Exhibit> =>
  exhibit(
    [hostKill(host, [...holders, ...others])],
    rising(from, () => holders),
  );

it('names the program whose swap in the table is more than all that was in swap before', async () => {
  const found = await judged([cold]);
  expect(swapGain(found)).toMatchObject({ comm: 'cold', single: { pid: 70 } });
  expect(judge(found)).toMatchObject({
    cause: 'process-leak',
    who: { kind: 'process', comm: 'cold' },
    victimIsCulprit: true,
  });
});

it('names workers of one name together', async () => {
  const workers = Array.from({ length: 8 }, (_, index) => ({ pid: 80 + index, comm: 'worker', anon: 900, swap: 950 }));
  expect(judge(await judged(workers)).who).toMatchObject({ kind: 'group', comm: 'worker' });
});

it('says nothing where that much was in swap before, or where many have it there', async () => {
  expect(swapGain(await judged([cold], 7000))).toBeNull();
  const many = ['a', 'b', 'c', 'd'].map((comm, index) => ({ pid: 80 + index, comm, anon: 1900, swap: 1900 }));
  expect(swapGain(await judged(many))).toBeNull();
});

it('does not blame whose memory was pushed out for another that grew', async () => {
  const pushed = { pid: 70, comm: 'pushed', anon: 1500, swap: 7600 };
  const grows = { pid: 71, comm: 'grows', anon: 12_500, swap: 100 };
  const kill = hostKill(host, [grows, pushed, ...others]);
  const sampled = rising(0, (share) => [
    { ...pushed, anon: Math.round(9100 - 7600 * share) },
    { ...grows, anon: Math.round(3000 + 9500 * share) },
  ]);
  const found = await exhibit([kill], sampled);
  expect(swapGain(found)?.comm).not.toBe('pushed');
  expect(judge(found).who.comm).toBe('grows');
});
