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
const rising = (from: number): MemoryHistory => {
  const sampled = historyOf(
    looks(3600, 30, (share) => ({
      host: { ...host, swapFree: swapTotal - from - Math.round((swapTotal - from) * share * 0.99) },
      processes: [...others, { pid: 70, comm: 'cold', anon: 8000 }],
    })),
  );
  return { ...sampled, series: sampled.series.filter(({ metric }) => metric !== 'swapBytes') };
};
const judged = (holders: readonly Holder[], from = 200): Promise<Exhibit> =>
  exhibit([hostKill(host, [...holders, ...others])], rising(from));

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
