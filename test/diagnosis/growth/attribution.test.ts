import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Attribution, Part } from '../../../src/diagnosis/growth/attribution.ts';
import { judge } from '../../../src/diagnosis/verdict/judge.ts';
import { exhibit, fullHost, grower, grown, historyOf, hostKill, hostWith, looks, MiB, others } from '../scenes.ts';

const kill = hostKill(fullHost, [grower, ...others]);
const sum = (parts: readonly Part[]): number => parts.reduce((all, { share }) => all + share, 0);
const attributed = async (history: ReturnType<typeof historyOf>): Promise<Attribution | null> =>
  (await exhibit([kill], history)).attribution;

describe('attribution of the rise', () => {
  it('gives each component and program its share of the growth over the whole time watched', async () => {
    const found = await attributed(historyOf(grown(3600, 30, (share) => share)));
    // The hand-made host holds 100 MiB more than its RAM at first: what no page can hold is not counted.
    expect(found?.bytes).toBe(13_900 * MiB);
    expect(found?.components).toEqual([{ name: 'anonymous', bytes: 13_900 * MiB, share: 1 }]);
    expect(found?.processes).toHaveLength(1);
    expect(found?.processes[0]).toMatchObject({ name: 'app (pid 500)', bytes: 14_000 * MiB });
    expect(found?.processes[0]?.share).toBeCloseTo(1, 9);
  });

  // What rose first and then stood still is part of the whole growth, and no part of its last third.
  it('counts what grew early, and kernel memory beside processes', async () => {
    const history = historyOf(
      looks(3600, 30, (share) => {
        const anon = Math.round(10_000 * share);
        const slabKept = 300 + Math.min(4000, Math.round(16_000 * share));
        const host = hostWith(anon, { slabKept, free: Math.max(50, 15_000 - anon - slabKept) });
        return { host, processes: [...others, { pid: 500, comm: 'app', anon }] };
      }),
    );
    const full = hostWith(10_000, { slabKept: 4300, free: 50 });
    const found = (await exhibit([hostKill(full, [{ pid: 500, comm: 'app', anon: 10_000 }, ...others])], history))
      .attribution;
    expect(found?.components.map(({ name }) => name).slice(0, 2)).toEqual(['anonymous', 'slab-unreclaimable']);
    expect(found?.components[1]?.share).toBeCloseTo(4 / 14, 1);
    expect(found?.processes[0]?.share).toBeCloseTo(10 / 14, 1);
  });

  it('is printed with its formula, its values and the sample it starts from, and speaks for no cause', async () => {
    const verdict = judge(await exhibit([kill], historyOf(grown(3600, 30, (share) => share))));
    const evidence = verdict.evidence.find(({ rule }) => rule === 'attribution');
    expect(evidence?.claim).toMatch(/grew by 13\.6 GiB in 60 min: anonymous 100 %; of it app \(pid 500\) 100 %/);
    expect(evidence).toMatchObject({
      weight: 0,
      from: { sample: { path: '/samples/system.txt' } },
      values: { bytes: 13_900 * MiB, 'component anonymous': 1, 'process app (pid 500)': 1 },
    });
    expect(evidence?.values['formula']).toMatch(/gain .* sum of the gains/);
  });

  it('is silent where nothing grew, and without samples', async () => {
    const still = historyOf(looks(3600, 30, () => ({ host: fullHost, processes: [grower, ...others] })));
    expect(await attributed(still)).toBeNull();
    expect((await exhibit([kill])).attribution).toBeNull();
  });

  // Resident memory counts shared pages in each process: their gains may exceed what was taken.
  it('shares never sum to more than the total', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.integer({ min: 0, max: 14_000 }), { minLength: 1, maxLength: 6 }), async (gains) => {
        const history = historyOf(
          looks(600, 30, (share) => ({
            host: hostWith(Math.round(14_000 * share)),
            processes: gains.map((gain, index) => ({
              pid: 700 + index,
              comm: `w${'abcdef'[index]}`,
              anon: Math.round(gain * share),
            })),
          })),
        );
        const found = await attributed(history);
        expect(found).not.toBeNull();
        expect(sum(found?.components ?? [])).toBeLessThanOrEqual(1 + 1e-9);
        expect(sum(found?.processes ?? [])).toBeLessThanOrEqual(1 + 1e-9);
        expect(sum(found?.cgroups ?? [])).toBeLessThanOrEqual(1 + 1e-9);
      }),
      { numRuns: 25 },
    );
  });
});
