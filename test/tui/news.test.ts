import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Incident } from '../../src/diagnosis/analysis.ts';
import { hearNews } from '../../src/tui/app/hear-news.ts';
import { appStart } from '../../src/tui/app/start.ts';
import { createStore } from '../../src/tui/app/store.ts';
import { announced, moreRows } from '../../src/tui/engine/announce.ts';
import { converseWith, type Engine } from '../../src/tui/engine/client.ts';
import { createRowsGatherer } from '../../src/tui/engine/gather-rows.ts';
import { type HeldIncidents, holdIncidents } from '../../src/tui/engine/held-incidents.ts';
import type { IncidentRow } from '../../src/tui/engine/model/incident-row.ts';
import type { EngineNews, ToEngine } from '../../src/tui/engine/protocol.ts';
import { incidents, loaded, rows } from './fixture.ts';

const model = incidents[0] as Incident;

/** So many incidents, on a shelf that counts how often one was taken. */
function many(count: number): { readonly held: HeldIncidents; readonly taken: () => number } {
  let taken = 0;
  const at = (place: number) => {
    taken++;
    return place < count ? { ...model, id: `i${place}`, host: `host${place % 7}` } : undefined;
  };
  const list = {
    length: count,
    at,
    *[Symbol.iterator]() {
      for (let place = 0; place < count; place++) yield at(place) as NonNullable<ReturnType<typeof at>>;
    },
  };
  return { held: holdIncidents(list), taken: () => taken };
}

const zone = 'UTC';
const idsOf = (rows: readonly IncidentRow[]): string[] => rows.map(({ id }) => id);
const settled = () => new Promise((resolve) => setImmediate(resolve));

describe('incidents that are held on a shelf', () => {
  // Ten thousand in full were half of the memory of the screens.
  it('are taken when they are opened, the one that is wanted only', () => {
    const { held, taken } = many(10_000);
    held.rows(0, 250);
    const before = taken();
    expect(held.find('i100')?.id).toBe('i100');
    expect(taken() - before).toBe(1);
    expect(held.find('i9999')?.id).toBe('i9999');
    expect(held.find('nobody')).toBeNull();
    expect(held.rows(9_990, 250)).toHaveLength(10);
  });

  it('know one incident of each lane', () => {
    expect([...many(20).held.ofLanes().keys()]).toEqual([
      'host0',
      'host1',
      'host2',
      'host3',
      'host4',
      'host5',
      'host6',
    ]);
  });
});

describe('the rows of a judgement', () => {
  it('cross in slices, one on its way at a time, and end as the whole list in its order', async () => {
    const { held } = many(1_130);
    const holdings = { incidents: held, judgement: 3, zone };
    const told: EngineNews[] = [];
    let open = 0;
    const gather = createRowsGatherer({
      async ask(ask) {
        expect(++open).toBe(1);
        await settled();
        open--;
        const rows = moreRows(ask, holdings);
        expect(rows.length).toBeLessThanOrEqual(250);
        return rows;
      },
      tell: (news) => told.push(news),
    });
    await gather(announced(holdings, { final: true, notes: [] }));
    const parts = told.flatMap((news) => (news.type === 'incidents' ? [news.part] : []));
    expect(parts[0]).toMatchObject({ from: 0, total: 1_130 });
    expect(idsOf(parts.at(-1)?.rows ?? [])).toEqual(Array.from({ length: 1_130 }, (_, place) => `i${place}`));
  });

  it('of an older judgement are given up for those of a newer one, which replace them at once', async () => {
    const first = { incidents: many(600).held, judgement: 1, zone };
    const second = { incidents: many(700).held, judgement: 2, zone };
    let now = first;
    const lengths: number[] = [];
    const gather = createRowsGatherer({
      async ask(ask) {
        await settled();
        return moreRows(ask, now);
      },
      tell: (news) => lengths.push(news.type === 'incidents' ? news.part.rows.length : -1),
    });
    const older = gather(announced(first, { final: false, notes: [] }));
    now = second;
    await Promise.all([older, gather(announced(second, { final: true, notes: [] }))]);
    expect(lengths).toEqual([250, 700]);
  });

  it('are asked for over the thread, and reach the screens as one list', async () => {
    const holdings = { incidents: many(300).held, judgement: 1, zone };
    const conversation = converseWith({
      postMessage: ({ question, ask }: ToEngine) =>
        setImmediate(() =>
          conversation.heard({
            type: 'answer',
            question,
            answer: moreRows(ask as { judgement: number; from: number }, holdings),
          }),
        ),
    });
    const told: EngineNews[] = [];
    conversation.onNews((news) => told.push(news));
    conversation.heard(announced(holdings, { final: true, notes: [] }));
    await settled();
    await settled();
    expect(told.map((news) => news.type === 'incidents' && news.part.rows.length)).toEqual([250, 300]);
  });
});

describe('what the engine says', () => {
  // The frame in which everything arrives is the slowest there is: a key must not wait behind it.
  it('is drawn after the keys that came with it, all of it in one frame', async () => {
    let hear: (news: EngineNews) => void = () => {};
    const engine: Engine = {
      ask: () => new Promise(() => {}),
      onNews: (listener) => {
        hear = listener;
      },
      close: async () => {},
    };
    const store = createStore(appStart({ size: { columns: 80, rows: 24 }, title: 'test', zone }), {
      engine,
      onEffect: () => {},
    });
    const frames: string[] = [];
    store.subscribe(() => frames.push(`${store.app().screen} ${store.app().found.rows.length}`));
    hear({ type: 'files', files: [], problems: [] });
    hear({ type: 'incidents', part: { rows, from: 0, total: rows.length, final: true, notes: [], zone } });
    expect(frames).toEqual([]);
    store.dispatch({ type: 'key', key: '5' });
    expect(frames).toEqual([`files ${rows.length}`]);
    await settled();
    expect(frames).toHaveLength(1);
    hear({ type: 'files', files: [], problems: ['gone'] });
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(frames).toHaveLength(2);
  });
});

describe('what the screens ask', () => {
  // Holding a key down on a long list must not queue a dossier for every row it passed.
  it('is one question of a topic at a time, and then only what is wanted by then', async () => {
    const asked: string[] = [];
    const answers: (() => void)[] = [];
    const engine: Engine = {
      ask: (topic, ask) =>
        new Promise((_, reject) => {
          if (topic !== 'dossier') return;
          asked.push((ask as { readonly id: string }).id);
          answers.push(() => reject(new Error('not today')));
        }),
      onNews: () => {},
      close: async () => {},
    };
    const store = createStore(loaded({ columns: 120, rows: 40 }), { engine, onEffect: () => {} });
    const [first, second, third] = rows.map(({ id }) => id);
    store.dispatch({ type: 'key', key: 'end' });
    store.dispatch({ type: 'key', key: 'home' });
    store.dispatch({ type: 'key', key: 'down' });
    expect(asked).toEqual([third]);
    answers.shift()?.();
    await settled();
    expect(asked).toEqual([third, second]);
    expect(first).not.toBe(second);
    expect(store.app().answers.dossier?.error).toBe('not today');
  });
});

describe('news that come often', () => {
  beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] }));
  afterEach(() => void vi.useRealTimers());

  const files = (problem: string): EngineNews => ({ type: 'files', files: [], problems: [problem] });
  const list = (final: boolean): EngineNews => ({
    type: 'incidents',
    part: { rows: [], from: 0, total: 0, final, notes: [], zone },
  });

  it('change the screens four times a second, the newest of each kind', () => {
    const told: (readonly EngineNews[])[] = [];
    const hear = hearNews((news) => told.push(news));
    for (let step = 0; step < 1_000; step++) {
      hear(files(String(step)));
      vi.advanceTimersByTime(1);
    }
    vi.advanceTimersByTime(1_000);
    expect(told.length).toBeLessThanOrEqual(5);
    expect(told.at(-1)).toEqual([files('999')]);
  });

  it('do not keep the end of the reading waiting, with what came before it', () => {
    const told: (readonly EngineNews[])[] = [];
    const hear = hearNews((news) => told.push(news));
    hear(list(false));
    hear(files('last'));
    hear(list(true));
    expect(told).toEqual([[list(false)], [files('last'), list(true)]]);
  });
});
