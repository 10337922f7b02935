import { describe, expect, it } from 'vitest';
import { analyse } from '../../../src/diagnosis/analyse.ts';
import type { Incident } from '../../../src/diagnosis/analysis.ts';
import { createEnds } from '../../../src/diagnosis/incidents/ends.ts';
import { stretchesOf } from '../../../src/diagnosis/incidents/stretches.ts';
import { createTaskSet } from '../../../src/diagnosis/incidents/task-set.ts';
import { oomKill, type Place, victim } from '../records.ts';

const at = (wall: number): Place => ({ path: '/logs/kern.log', host: 'web1', wall });

/** A service that was killed for weeks is one incident, and must not be a document of a hundred thousand rows. */
describe('a storm', () => {
  const storm = async (kills: number): Promise<Incident[]> => {
    const records = Array.from({ length: kills }, (_, n) =>
      oomKill(at(n * 20), { victims: [victim(n + 10, n === 1700 ? 'sshd' : 'worker', 4000 + n)] }),
    );
    return (await analyse(records, [])).incidents;
  };

  it('lists the first and the last records, counts the rest, and counts every kill', async () => {
    const [incident, ...others] = await storm(2500);
    expect(others).toEqual([]);
    expect(incident?.kills).toBe(2500);
    expect(incident?.title).toContain('2500 processes (2499 worker and sshd)');
    expect(incident?.records).toHaveLength(1000);
    expect(incident?.sources).toHaveLength(1001);
    expect(incident?.unlisted).toEqual({
      records: 1500,
      sources: 1499,
      victims: [{ comm: 'worker', count: 1499 }],
    });
    expect(incident?.end).toBe('2026-03-01T13:53:00.000000Z');
  });

  it('lists a victim whose name none before had, however late: it may be the one that hurts', async () => {
    const [incident] = await storm(2500);
    expect(incident?.victims).toHaveLength(1001);
    expect(incident?.victims.at(-1)).toMatchObject({ comm: 'sshd', pid: 1710 });
  });

  it('says nothing of what is not listed where all is', async () => {
    const [incident] = await storm(900);
    expect(incident?.victims).toHaveLength(900);
    expect(incident).not.toHaveProperty('unlisted');
  });
});

describe('the first and the last of many', () => {
  const endsOf = (count: number): { list: number[]; left: number } => {
    const ends = createEnds<number>(2, 3);
    for (let n = 0; n < count; n++) ends.add(n);
    return { list: ends.list(), left: ends.left() };
  };

  it.each([
    [0, [], 0],
    [2, [0, 1], 0],
    [4, [0, 1, 2, 3], 0],
    [5, [0, 1, 2, 3, 4], 0],
    [6, [0, 1, 3, 4, 5], 1],
    [9, [0, 1, 6, 7, 8], 4],
  ])('of %i are %j, without %i between', (count, list, left) => {
    expect(endsOf(count)).toEqual({ list, left });
  });
});

/** Titles count tasks: a million of them must fit, and none may be counted twice or left out. */
describe('distinct tasks', () => {
  it('agrees with a set of names, for few and many and for pids no kernel gives out', () => {
    const tasks = createTaskSet();
    const known = new Set<string>();
    for (let n = 0; n < 20_000; n++) {
      const pid = n % 7 === 0 ? null : n % 11 === 0 ? 5_000_000 + (n % 600) : (n * 7919) % 12_345;
      const comm = n % 3 === 0 ? 'worker' : n % 1000 === 1 ? null : 'cron';
      expect(tasks.add(pid, comm)).toBe(!known.has(`${pid} ${comm}`));
      known.add(`${pid} ${comm}`);
    }
    expect(tasks.size).toBe(known.size);
    expect([...tasks.counts().values()].reduce((sum, count) => sum + count, 0)).toBe(known.size);
  });
});

/** Memory is bounded by the longest stretch, and a cut at the wrong place would tear an incident apart. */
describe('stretches of a timeline', () => {
  const minutes = (...times: (number | null)[]): number[][] => {
    const us = times.map((time) => (time === null ? null : time * 60_000_000));
    const timeline = Int32Array.from(times.keys());
    return [...stretchesOf(timeline, { timeOf: (index) => us[index] ?? null })].map((part) => [...part]);
  };

  it('are cut where it was quiet for longer than any window', () => {
    expect(minutes(0, 29, 59, 90, 91, 200)).toEqual([[0, 1, 2], [3, 4], [5]]);
  });

  it('of events without a time are one', () => {
    expect(minutes(null, null, null)).toEqual([[0, 1, 2]]);
  });

  it('are not cut before an event that belongs to what was earlier on the wall clock', () => {
    expect(minutes(0, 100, 20, 300)).toEqual([[0, 1, 2], [3]]);
  });
});
