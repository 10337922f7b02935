import { expect, test } from 'vitest';
import { programsChart } from '../../../src/views/report/build/programs-chart.ts';
import type { Dossier } from '../../../src/views/report/dossier.ts';
import { exhibit, fullHost, grower, type Holder, historyOf, hostKill, looks } from '../../diagnosis/scenes.ts';

/** What the chart says of programs that each hold so many MiB at a share of the time; null: not there yet. */
async function said(programs: Readonly<Record<string, (share: number) => number | null>>): Promise<string> {
  const history = historyOf(
    looks(600, 10, (share) => ({
      processes: Object.entries(programs).flatMap(([comm, at], index): Holder[] => {
        const anon = at(share);
        return anon === null ? [] : [{ pid: 100 + index, comm, anon }];
      }),
    })),
  );
  const made = await exhibit([hostKill(fullHost, [grower])], history);
  const dossier = { incident: made.incident, exhibit: made } as unknown as Dossier;
  return programsChart(dossier, [])?.sentence.text ?? '';
}

const steady =
  (mebibytes: number, from = 0) =>
  (share: number) =>
    share < from ? null : mebibytes;

// A database that starts after the first sample and works is not who took the memory.
test('a program first seen late that stands still since then gained nothing', async () => {
  expect(await said({ cron: steady(5), database: steady(700, 0.05), worker: (share) => 50 + 100 * share })).toMatch(
    /^Most was gained by worker: from 50\.0 MiB to 148 MiB/,
  );
  expect(await said({ cron: steady(5), database: steady(700, 0.05) })).toBe(
    'No program that is shown grew before the event.',
  );
});

test('a program that came meanwhile and grew gained all that it has', async () => {
  const late = (share: number): number | null => (share < 0.5 ? null : 300 + 1000 * (share - 0.5));
  expect(await said({ cron: steady(5), batch: late })).toMatch(
    /^Most was gained by batch: not there at first, 7\d\d MiB/,
  );
});

test('a program that came with the last sample gained all that it has', async () => {
  expect(await said({ cron: steady(5), spike: steady(900, 0.97) })).toMatch(
    /^Most was gained by spike: not there at first, 900 MiB/,
  );
});

test('a program that was gone at the end gained nothing', async () => {
  const gone = (share: number): number | null => (share < 0.3 ? 100 + 1000 * share : null);
  expect(await said({ cron: steady(5), generator: gone })).toBe('No program that is shown grew before the event.');
});

test('a rise that is a trifle beside what the programs hold is not told as the greatest', async () => {
  expect(await said({ database: steady(700), init: (share) => 2 + share })).toBe(
    'No program that is shown grew by much before the event.',
  );
});

// A sample at the moment of the kill may no longer hold who was killed.
test('the program that was killed counts, also where the last sample lacks it', async () => {
  const leak = (share: number): number | null => (share < 0.98 ? 100 + 1000 * share : null);
  expect(await said({ cron: steady(5), [grower.comm]: leak })).toMatch(
    new RegExp(`^Most was gained by ${grower.comm}: from 100`),
  );
});
