import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { Plan } from '../../src/cli/plan.ts';
import { parseWords } from '../../src/cli/words/args.ts';
import { resolvePlan } from '../../src/cli/words/resolve-plan.ts';
import { shownOf } from '../../src/tui/engine/model/live-shown.ts';
import type { EngineNews } from '../../src/tui/engine/protocol.ts';
import { startLiveSession } from '../../src/tui/engine/session-client.ts';
import { planOf, taskOf } from '../../src/tui/engine/session-protocol.ts';
import { incidents } from './fixture.ts';
import { liveState } from './live-fixture.ts';

const folder = mkdtempSync(join(tmpdir(), 'oomtrail-session-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const plan = (...words: readonly string[]): Promise<Plan> =>
  resolvePlan(
    parseWords([...words], () => false),
    [],
    {
      env: {},
      nowMs: Date.now(),
      bootMs: null,
      machineZone: 'UTC',
      stdinIsTerminal: true,
      stdoutIsTerminal: true,
      stdoutColumns: 80,
    },
  );

const kill = (pid: number): string =>
  `${new Date().toISOString()} db01 kernel: [${pid}.000000] Out of memory: Killed process ${pid} (worker) total-vm:2000kB, anon-rss:1000kB, file-rss:0kB, shmem-rss:0kB, UID:0 pgtables:40kB oom_score_adj:0\n`;

describe('a live session in a thread of its own', () => {
  it('follows, tells states and incidents, answers, and ends with the last commit when the user leaves', async () => {
    const path = join(folder, 'kern.log');
    writeFileSync(path, '');
    const session = startLiveSession(taskOf(await plan(path, '--no-sampler'), path));
    const rows = new Promise<Extract<EngineNews, { type: 'incidents' }>['part']['rows']>((resolve) => {
      session.engine.onNews((news) => {
        if (news.type === 'incidents' && news.part.rows.length > 0) resolve(news.part.rows);
      });
    });
    await session.began;
    expect(session.state()?.sources.map(({ name }) => name)).toEqual([path]);
    appendFileSync(path, kill(4711));
    const [row] = await rows;
    expect(row).toMatchObject({ kills: 1, victims: ['worker'] });
    const dossier = await session.engine.ask('dossier', { id: row?.id ?? '' });
    expect(dossier.incident.victims[0]?.pid).toBe(4711);
    session.leave();
    expect(await session.ended).toBeNull();
    expect(session.closing.aborted).toBe(true);
  }, 30_000);

  it('says in a sentence why it cannot begin', async () => {
    const session = startLiveSession(
      taskOf(await plan(join(folder, 'nowhere', 'kern.log'), '--no-sampler', '--db', '/nowhere/t.db'), ''),
    );
    const end = await session.ended;
    expect(end).toHaveProperty('exitCode');
    expect(end?.message).not.toBe('');
  }, 30_000);

  it('takes addresses along, which do not cross between threads as they are', async () => {
    const asked = await plan('--webhook', 'https://example.org/hook', '--prometheus', 'http://127.0.0.1:9100/metrics');
    const crossed = planOf(structuredClone(taskOf(asked, '')));
    expect(crossed.live.webhook).toEqual(asked.live.webhook);
    expect(crossed.live.prometheus).toEqual(asked.live.prometheus);
  });
});

describe('what crosses of a state', () => {
  it('names the incident of an event by the id it has now', () => {
    const [incident] = incidents;
    if (incident === undefined) throw new Error('no incident');
    const { incidentIds: _, samples: __, ...state } = liveState;
    const [event] = state.happenings;
    if (event === undefined) throw new Error('no event');
    const shown = shownOf(
      {
        ...state,
        incidents: [{ incident, open: true }],
        happenings: [{ ...event, incidentId: incident.records[1] ?? null }],
      },
      true,
    );
    expect(shown.happenings[0]?.incidentId).toBe(incident.id);
    expect(shown.incidentIds).toEqual([incident.id]);
    expect(JSON.stringify(shown)).not.toContain('evidence');
  });
});
