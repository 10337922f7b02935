import { describe, expect, test } from 'vitest';
import type { Incident } from '../../../src/diagnosis/analysis.ts';
import { escalationFor } from '../../../src/diagnosis/escalation/index.ts';
import { periodOf } from '../../../src/diagnosis/escalation/period.ts';
import { judge } from '../../../src/diagnosis/verdict/judge.ts';
import { memcg, memcgKill, victim } from '../records.ts';
import { exhibit, fullHost, grower, grown, historyOf, hostKill, hostWith, looks, others, row } from '../scenes.ts';

const slow = () => exhibit([hostKill(fullHost, [grower, ...others])], historyOf(grown(7200, 60, (share) => share)));

async function fired(
  made: Awaited<ReturnType<typeof slow>>,
  period: readonly Incident[] = [],
): Promise<Map<string, string>> {
  const incident = { ...made.incident, verdict: judge(made) };
  return new Map(escalationFor(incident, made, periodOf(period)).map(({ rule, measured }) => [rule, measured]));
}

describe('rules of escalation', () => {
  test('a slow leak fires by level, by share and by growth, each with what was measured', async () => {
    const rules = await fired(await slow());
    expect(rules.get('R1')).toMatch(/% available at the last sample, below 20 % for \d+ min/);
    expect(rules.get('R2')).toMatch(/below 10 % for \d+ min/);
    expect(rules.get('R4')).toMatch(/app \(pid 500\) 13\.7 GiB of 15\.6 GiB, 8\d %/);
    expect(rules.get('R6')).toMatch(/app gained 7,\d\d\d MB an hour/);
    expect(rules.has('R5')).toBe(false);
  });

  // A table that does not split rss shows more than the limit allows: the kill line says what was the victim's own.
  test('in a group, a victim is measured by its own memory, never by 247 % of the limit', async () => {
    const kill = (ownKiB: number | null) =>
      memcgKill(
        '/app',
        {},
        {
          tasks: [row({ pid: 900, comm: 'app', anon: 3, shmem: 9 }, true)],
          victims: [victim(900, 'app', ownKiB ?? 0, ownKiB === null ? { anonRssBytes: null } : {})],
          memcg: memcg({ usageBytes: 5 << 20, limitBytes: 5 << 20, stats: { rss: 3 << 20, cache: 1 << 20 } }),
        },
      );
    const own = await exhibit([kill(3 * 1024)]);
    expect((await fired(own)).get('R4')).toBe('app (pid 900) 3.00 MiB anonymous of 5.00 MiB, 60 %');
    expect(judge(own).who).toMatchObject({ comm: 'app', bytes: 3 << 20 });
    const unknown = (await fired(await exhibit([kill(null)]))).get('R4');
    expect(unknown).toMatch(/^app \(pid 900\) 12\.0 MiB, more than the limit of 5\.00 MiB: pages of files/);
  });

  // Below 10 % for some seconds is no five minutes: a rule that fires on less than it says is not believed twice.
  test('below 10 % for a moment is a warning, not yet critical', async () => {
    const quick = looks(120, 2, (share) => ({ host: hostWith(Math.round(14_000 * share)), processes: [...others] }));
    const rules = await fired(await exhibit([hostKill(fullHost, [grower, ...others])], historyOf(quick)));
    expect(rules.has('R1')).toBe(true);
    expect(rules.has('R2')).toBe(false);
  });

  test('without samples nothing is said of levels or growth', async () => {
    const rules = await fired(await exhibit([hostKill(fullHost, [grower, ...others])]));
    expect([...rules.keys()].filter((rule) => ['R1', 'R2', 'R5', 'R6'].includes(rule))).toEqual([]);
  });

  test('the same program three times in a day, and again within the hour', async () => {
    const shown = await slow();
    const { incident } = shown;
    const later = (id: string, minutes: number): Incident => ({
      ...incident,
      id,
      start: new Date(Date.parse(incident.start ?? '') + minutes * 60_000).toISOString(),
    });
    const period = [incident, later('b', 30), later('c', 600), later('d', 5000)];
    const again = { ...shown, incident: { ...incident, recurrences: ['b', 'c', 'd'] } };
    const rules = await fired(again, period);
    expect(rules.get('R7')).toContain('30 min away');
    expect(rules.get('R8')).toMatch(/app 3 times, 3 kills/);
  });

  test('the death of what the system needs', async () => {
    const shown = await exhibit([hostKill(fullHost, [{ pid: 10, comm: 'sshd', anon: 10 }, grower])]);
    expect((await fired(shown)).get('R9')).toContain('sshd (pid 10) was killed');
  });
});

describe('the incidents of a period', () => {
  const at = (id: string, host: string | null, start: string | null) =>
    ({ id, host, start, kills: 0, victims: [] as Incident['victims'] }) as Incident;
  const period = periodOf([
    at('c', 'web', '2026-11-20T12:00:00.000000Z'),
    at('a', 'web', '2026-11-20T10:00:00.000000Z'),
    at('b', 'web', '2026-11-20T11:00:00.000000Z'),
    at('other host', 'db', '2026-11-20T11:00:00.000000Z'),
    at('no clock', 'web', null),
  ]);
  const noon = Date.parse('2026-11-20T12:00:00Z');

  test.each([
    [3_600_000, ['c']],
    [3_600_001, ['b', 'c']],
    [86_400_000, ['a', 'b', 'c']],
  ])('within %d ms of noon, the ends not included', (windowMs, ids) => {
    expect(period.around('web', noon, windowMs).map(({ id }) => id)).toEqual(ids);
  });

  test('are found by their ids', () => {
    expect(period.beganMs('c')).toBe(noon);
    expect(period.beganMs('no clock')).toBeNull();
    expect(period.beganMs('none')).toBeNull();
  });
});
