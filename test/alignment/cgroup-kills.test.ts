import { describe, expect, test } from 'vitest';
import { createClockGroups } from '../../src/alignment/clocks/clock-groups.ts';
import { cgroupKills, type KillInCgroup, silentSteps } from '../../src/alignment/kill-counters/cgroup-kills.ts';
import { createReconciler } from '../../src/alignment/kill-counters/reconcile.ts';
import { openTimeline } from '../../src/store/index.ts';
import type { StoredSample } from '../../src/store/timeline.ts';
import { batchOf, noonUs, seriesOf } from '../store/facts.ts';

const second = 1_000_000;
const span = (from: number, to: number, kills: number) => ({
  fromUs: noonUs + from * second,
  toUs: noonUs + to * second,
  kills,
});
const kill = (at: number, cgroup: string | null, kills = 1): KillInCgroup => ({
  ...span(at - 2, at + 2, kills),
  cgroup,
});

/** memory.events counts who was killed in a cgroup, whoever killed and whatever the limit. */
describe('kills that only the counter of a cgroup saw', () => {
  const app = { cgroup: '/system.slice/app.service', steps: [span(0, 10, 1)] };

  test.each([
    ['a kill in it', [kill(5, '/system.slice/app.service')]],
    ['a kill in a child', [kill(5, '/system.slice/app.service/worker')]],
    ['a kill of whom the log does not say where it was', [kill(5, null)]],
  ])('%s explains the step', (_, logged) => {
    expect(silentSteps([app], logged)).toEqual([]);
  });

  test.each([
    ['nothing', []],
    ['a kill elsewhere', [kill(5, '/user.slice')]],
    ['a cgroup whose name begins alike', [kill(5, '/system.slice/app.service2')]],
    ['a kill an hour later', [kill(3600, '/system.slice/app.service')]],
  ])('%s does not', (_, logged) => {
    expect(silentSteps([app], logged)).toMatchObject([{ cgroup: '/system.slice/app.service', kills: 1, logged: 0 }]);
  });

  test('a parent counts its children, and tells only of its own', () => {
    const parent = { cgroup: '/system.slice', steps: [span(0, 10, 3)] };
    expect(silentSteps([parent, app], [])).toMatchObject([
      { cgroup: '/system.slice/app.service', kills: 1 },
      { cgroup: '/system.slice', kills: 2 },
    ]);
    expect(silentSteps([{ ...parent, steps: [span(0, 10, 1)] }, app], [])).toHaveLength(1);
  });

  test('a container has a name and no path: any kill at that time may be its own', () => {
    const container = { cgroup: 'prod/api-0/api', steps: [span(0, 30, 1)] };
    expect(silentSteps([container], [kill(5, '/kubepods/burstable/pod1/abc')])).toEqual([]);
    expect(silentSteps([container], [])).toHaveLength(1);
  });
});

const counter = (cgroup: string | null, values: readonly number[], stepSeconds: number): StoredSample[] =>
  values.map((value, index) => ({
    series: seriesOf({
      host: 'web1',
      scope: cgroup === null ? 'system' : 'cgroup',
      cgroup,
      pid: null,
      comm: null,
      startedAt: null,
      metric: 'oomKillCount',
      format: cgroup === null ? 'proc-vmstat' : 'cgroup',
    }),
    point: { atUs: noonUs + index * stepSeconds * second, value },
    source: { path: '/s/events.txt', line: 1, byteStart: 0, byteEnd: 10 },
  }));

async function notesOf(samples: readonly StoredSample[]): Promise<{ steps: unknown; notes: readonly string[] }> {
  const timeline = await openTimeline({ file: null, mode: 'write' });
  try {
    await timeline.append(batchOf({ samples: [...samples] }));
    const groups = createClockGroups('monotonicSeconds');
    for await (const range of timeline.series()) groups.add(range);
    const [group] = groups.groups;
    if (!group) throw new Error('no group');
    const steps = await cgroupKills(timeline, group);
    return { steps, notes: await createReconciler(timeline, [{ group, logs: [] }]).notes() };
  } finally {
    await timeline.close();
  }
}

describe('counters on a timeline', () => {
  test('a step is found between its two readings, hours of rest around it or not', async () => {
    const { steps, notes } = await notesOf(counter('/a', [...Array(800).fill(4), 5, 5], 10));
    expect(steps).toEqual([{ cgroup: '/a', steps: [span(7990, 8000, 1)] }]);
    expect(notes).toEqual([
      'the kill counter of /a rose by 1 between 2026-11-20T14:13:10Z and 2026-11-20T14:13:20Z (web1), and the log holds no kill in it: a silent kill',
    ]);
  });

  test('a counter that began anew with its container is no step down', async () => {
    expect((await notesOf(counter('/a', [4, 4, 0, 0, 1], 10))).steps).toEqual([
      { cgroup: '/a', steps: [span(30, 40, 1)] },
    ]);
  });

  test('where the machine counts the same, one says how many and the other where', async () => {
    const { notes } = await notesOf([...counter(null, [7, 7, 8], 10), ...counter('/a', [0, 0, 1], 10)]);
    expect(notes).toHaveLength(2);
    expect(notes[1]).toContain('the kill counter of /a rose by 1');
  });
});
