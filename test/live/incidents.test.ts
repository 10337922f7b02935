import { expect, test } from 'vitest';
import type { KernelRecord } from '../../parsers/model/record.ts';
import type { Incident } from '../../src/diagnosis/analysis.ts';
import { createIncidentWatch } from '../../src/live/judging/incident-watch.ts';
import type { Judge } from '../../src/live/judging/judge.ts';
import type { TimelineRecord } from '../../src/store/timeline.ts';

const startMs = Date.UTC(2026, 10, 20, 9);
const isoAt = (second: number): string => new Date(startMs + second * 1000).toISOString();
const recordAt = (second: number) => ({ id: `r${second}`, kind: 'hung-task', time: isoAt(second) }) as KernelRecord;

/** Each grouping reads every record of the open incidents: one that goes on for days must not be read whole for days. */
test('an incident that goes on and on is told in parts, and what was told is not read again', async () => {
  const asked: { fromUs: number; seconds: number[] }[] = [];
  const secondsOf = new Map<string, number>();
  const judge: Judge = {
    // As grouping does: everything from there on is one incident.
    async group(news, fromUs) {
      const seconds = [...secondsOf.values()].filter((second) => (startMs + second * 1000) * 1000 >= fromUs);
      asked.push({ fromUs, seconds: news.map((id) => secondsOf.get(id) ?? -1) });
      const records = seconds.map((second) => `r${second}`);
      const incident = { id: `from ${records[0]}`, start: isoAt(seconds[0] ?? 0), end: isoAt(seconds.at(-1) ?? 0) };
      return {
        touched: [{ ...incident, records, kinds: [], verdict: null } as unknown as Incident],
        links: [],
        notes: [],
      };
    },
    judge: async (incidents) => incidents,
  };
  const told: string[] = [];
  const nowMs = (): number => startMs + 3_000_000;
  const watch = createIncidentWatch(
    {
      timeline: {
        records: async function* () {},
        incidents: async function* () {},
        replaceIncidents: async () => {},
        mergeRecords: async () => {},
      },
      judge,
      nowMs,
    },
    {
      happened() {},
      incident: (phase, { records }) => told.push(`${phase} ${records.length}`),
      note: (text) => told.push(text),
    },
  );
  async function see(from: number, to: number): Promise<void> {
    const looks = asked.length;
    for (let second = from; second < to; second += 1) secondsOf.set(`r${second}`, second);
    watch.saw(Array.from({ length: to - from }, (_, index) => recordAt(from + index)));
    await expect.poll(() => asked.length, { timeout: 5000 }).toBe(looks + 1);
    await expect.poll(() => watch.waiting).toBe(0);
  }

  await see(0, 999);
  await see(999, 1001);
  await see(1001, 1011);
  await see(1011, 1012);
  await watch.close();

  const parts = 'an incident of a thousand records and more is told in parts: it goes on as another';
  expect(told.filter((text) => !text.startsWith('update'))).toEqual([
    'open 999',
    'close 1001',
    parts,
    'open 10',
    'close 11',
  ]);
  expect(asked.map(({ fromUs }) => Math.round((fromUs / 1000 - startMs) / 1000))).toEqual([-900, -900, 1000, 1000]);
});

/** A bug in judging must not make the tool silent: who waits for a kill hears of it, and the verdict comes when it can. */
test.each(['judge', 'timeline'])('what the %s fails at is told all the same, once', async (broken) => {
  let works = false;
  const incident = { id: 'i', start: isoAt(0), end: isoAt(0), records: ['r0'], kinds: [], verdict: null };
  const judge: Judge = {
    async group() {
      if (!works && broken === 'judge') throw new Error('a rule is wrong');
      return { touched: [incident as unknown as Incident], links: [], notes: [] };
    },
    judge: async (incidents) => incidents,
  };
  const told: string[] = [];
  const watch = createIncidentWatch(
    {
      timeline: {
        async *records({ ids } = {}) {
          if (!works && broken === 'timeline') throw new Error('it cannot be read');
          for (const id of ids ?? []) yield { record: { ...recordAt(0), id, source: {} } } as TimelineRecord;
        },
        incidents: async function* () {},
        replaceIncidents: async () => {},
        mergeRecords: async () => {},
      },
      judge,
      nowMs: () => startMs,
    },
    {
      happened: ({ id }, into) => told.push(`${id} in ${into?.id ?? 'no incident'}`),
      incident: (phase, { id }) => told.push(`${phase} ${id}`),
      note: (text) => told.push(text),
    },
  );
  watch.saw([recordAt(0)]);
  const failed = /^judging failed \(.*\): what happens is stored/;
  await expect.poll(() => told.at(-1)).toMatch(failed);
  works = true;
  await watch.close();
  expect(told.filter((text) => !failed.test(text))).toEqual([
    broken === 'judge' ? 'r0 in no incident' : 'r0 in i',
    'open i',
    'close i',
  ]);
});

/** During the outage somebody queries the timeline: the incident that goes on is in it. */
test('an open incident is kept in the timeline when it was judged', async () => {
  const incident = { id: 'i', start: isoAt(0), end: isoAt(0), records: ['r0'], kinds: [], verdict: null };
  const judge: Judge = {
    group: async () => ({ touched: [incident as unknown as Incident], links: [], notes: [] }),
    judge: async (incidents) => incidents,
  };
  const kept: string[][] = [];
  const watch = createIncidentWatch(
    {
      timeline: {
        records: async function* () {},
        incidents: async function* () {},
        replaceIncidents: async (incidents) => {
          kept.push([...incidents].map(({ id }) => id));
        },
        mergeRecords: async () => {},
      },
      judge,
      nowMs: () => startMs,
    },
    { happened() {}, incident() {}, note() {} },
  );
  watch.tick();
  watch.saw([recordAt(0)]);
  await expect.poll(() => kept).toEqual([['i']]);
  watch.tick();
  await watch.close();
  // Nothing was judged since, so that only the end wrote it again.
  expect(kept).toEqual([['i'], ['i']]);
});

/** While one look reads the timeline the next records are stored: an incident that took them too was counted twice, or shrank. */
test('a storm that goes on while it is grouped is told in parts that make up the whole', async () => {
  const stored: { id: string; us: number }[] = [];
  let watch: ReturnType<typeof createIncidentWatch> | null = null;
  const store = (from: number, to: number): void => {
    const records = Array.from({ length: to - from }, (_, index) => recordAt(from + index));
    for (const { id, time } of records) stored.push({ id, us: Date.parse(time ?? '') * 1000 });
    watch?.saw(records);
  };
  const judge: Judge = {
    async group(news, fromUs, toUs) {
      if (stored.length < 2500) store(stored.length, stored.length + 600);
      const all = stored.filter(({ us }) => us >= fromUs && us <= (toUs ?? Number.POSITIVE_INFINITY));
      const records = all.map(({ id }) => id);
      const listed = records.length > 400 ? [...records.slice(0, 200), ...records.slice(-200)] : records;
      const unlisted = { records: records.length - listed.length, sources: 0, victims: [] };
      const [first, last] = [all[0], all.at(-1)].map((one) => new Date((one?.us ?? 0) / 1000).toISOString());
      const incident = { id: `from ${records[0]}`, start: first, end: last, records: listed, unlisted, kinds: [] };
      const touched = news.length === 0 ? [] : [{ ...incident, kills: records.length, verdict: null }];
      return { touched: touched as unknown as Incident[], links: [], notes: [] };
    },
    judge: async (incidents) => incidents,
  };
  watch = createIncidentWatch(
    {
      timeline: {
        records: async function* () {},
        incidents: async function* () {},
        replaceIncidents: async () => {},
        mergeRecords: async () => {},
      },
      judge,
      nowMs: () => startMs + 3_000_000,
    },
    { happened() {}, incident() {}, note() {} },
  );
  store(0, 600);
  await expect.poll(() => stored.length, { timeout: 8000 }).toBeGreaterThan(2500);
  await expect.poll(() => watch?.waiting, { timeout: 8000 }).toBe(0);
  await watch.close();
  const kills = watch.incidents.map(({ incident }) => incident.kills);
  expect(kills.length).toBeGreaterThan(1);
  expect(kills.reduce((sum, count) => sum + count, 0)).toBe(stored.length);
});

/** Ids are made of what the first record says: a network card that finds no page says the same each night. */
test('what happens again an hour later, in the same words, is another incident', async () => {
  const seconds: number[] = [];
  const judge: Judge = {
    async group() {
      const second = seconds.at(-1) ?? 0;
      const at = isoAt(second);
      const incident = { id: 'f00d', start: at, end: at, records: [`r${second}`], kinds: [], verdict: null };
      return { touched: [incident as unknown as Incident], links: [], notes: [] };
    },
    judge: async (incidents) => incidents,
  };
  const told: string[] = [];
  let kept: readonly Incident[] = [];
  const watch = createIncidentWatch(
    {
      timeline: {
        records: async function* () {},
        incidents: async function* () {
          yield* kept;
        },
        replaceIncidents: async (incidents) => {
          kept = [...incidents];
        },
        mergeRecords: async () => {},
      },
      judge,
      nowMs: () => startMs + (seconds.at(-1) ?? 0) * 1000,
    },
    { happened() {}, incident: (phase, { id }) => told.push(`${phase} ${id === 'f00d' ? id : 'another'}`), note() {} },
  );
  for (const second of [0, 3600]) {
    seconds.push(second);
    watch.saw([recordAt(second)]);
    await expect.poll(() => watch.incidents.length).toBe(seconds.length);
  }
  await watch.close();
  expect(told).toEqual(['open f00d', 'open another', 'close another', 'close f00d']);
  expect(new Set(kept.map(({ id }) => id)).size).toBe(2);
});

/** Whoever was paged for it hears its end, though the session that paged was killed. */
test('an incident that an earlier session left open is told to be over', async () => {
  let now = startMs + 30_000;
  const told: string[] = [];
  const left = { id: 'i', start: isoAt(0), end: isoAt(10), records: ['r0'], kinds: [], verdict: null };
  const past = { ...left, id: 'p', end: isoAt(-900), records: ['p0'] };
  const watch = createIncidentWatch(
    {
      timeline: {
        records: async function* () {},
        incidents: async function* () {
          yield left as unknown as Incident;
          yield past as unknown as Incident;
        },
        replaceIncidents: async () => {},
        mergeRecords: async () => {},
      },
      judge: { group: async () => ({ touched: [], links: [], notes: [] }), judge: async (incidents) => incidents },
      nowMs: () => now,
    },
    { happened() {}, incident: (phase, { id }) => told.push(`${phase} ${id}`), note() {} },
  );
  await watch.recall(null);
  watch.tick();
  expect(watch.incidents.map(({ incident: { id }, open }) => [id, open])).toEqual([['i', true]]);
  now = startMs + 131_000;
  await expect
    .poll(() => {
      watch.tick();
      return told;
    })
    .toEqual(['close i']);
  await watch.close();
});
