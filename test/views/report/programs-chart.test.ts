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
