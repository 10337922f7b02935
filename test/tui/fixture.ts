import type { Incident } from '../../src/diagnosis/analysis.ts';
import { type Need, needs } from '../../src/tui/app/answers.ts';
import type { Effect } from '../../src/tui/app/effects.ts';
import { appStart } from '../../src/tui/app/start.ts';
import type { App } from '../../src/tui/app/state.ts';
import { update } from '../../src/tui/app/update.ts';
import type { ChartPoint, ChartSeries } from '../../src/tui/engine/model/chart.ts';
import type { Dossier, Holder } from '../../src/tui/engine/model/dossier.ts';
import type { IncidentRow } from '../../src/tui/engine/model/incident-row.ts';
import type { Lane } from '../../src/tui/engine/model/lane.ts';
import type { RawText } from '../../src/tui/engine/model/raw-text.ts';
import type { Answer, Topic } from '../../src/tui/engine/protocol.ts';
import { toRow } from '../../src/tui/engine/rows.ts';
import type { Size } from '../../src/tui/size.ts';
import { analysis, incident, verdict } from '../views/incident-fixture.ts';

export const zone = 'Asia/Kolkata';
const startUs = Date.parse('2026-01-06T06:27:41.972Z') * 1000;

/** The leak of the views' fixture, a limit that is too small, a hung task without a wall clock. */
export const incidents: readonly Incident[] = [
  { ...incident, verdict },
  {
    ...incident,
    id: 'b2c3d4e5f60718293a4b',
    host: 'web-2',
    start: '2026-01-06T08:10:02.000000Z',
    end: '2026-01-06T08:11:40.000000Z',
    scope: 'memcg',
    kills: 19,
    victims: [{ pid: 900, comm: 'php-fpm', anonRssBytes: 50_000_000 }],
    title: 'Memory limit of php-fpm.service reached (256 MiB): php-fpm (pid 900) and 18 others killed',
    verdict: { ...verdict, cause: 'limit-too-small', confidence: 0.72, words: 'likely' },
  },
  {
    ...incident,
    id: 'c3d4e5f60718293a4b5c',
    host: null,
    start: null,
    end: null,
    startMonotonicSeconds: 4711.2,
    kinds: ['hung-task'],
    scope: 'none',
    kills: 0,
    victims: [],
    title: '2 tasks hung for 243 s (jbd2/sda1-8, postgres)',
    sources: [{ path: 'old/dmesg.txt', line: 12, byteStart: 0, byteEnd: 900, lines: 9 }],
    verdict: null,
    accounting: null,
    accountingRefused: 'the report has no memory block',
  },
];

export const rows: readonly IncidentRow[] = incidents.map((one, index) => toRow(one, index));

const holder = (comm: string, rssBytes: number, more: Partial<Holder> = {}): Holder => ({
  comm,
  processes: 1,
  rssBytes,
  aloneBytes: null,
  swapBytes: 0,
  oomScoreAdj: 0,
  killed: false,
  largestPid: 100,
  rssPages: rssBytes / 4096,
  alonePages: null,
  grownBytes: null,
  firstSeen: [],
  seenBefore: null,
  ...more,
});

/** Available memory that falls for a minute, is not measured for twenty seconds, and is back after the kill. */
export const points: readonly ChartPoint[] = Array.from({ length: 120 }, (_, second) => second)
  .filter((second) => second < 40 || second > 60)
  .map((second) => ({
    atUs: startUs + (second - 90) * 1_000_000,
    value: second < 91 ? 400_000_000 - second * 4_300_000 : 380_000_000,
    source: { path: 'samples/meminfo.txt', line: 10 + second, byteStart: second * 100, byteEnd: second * 100 + 99 },
  }));

const metric = {
  key: 'available',
  metric: 'memAvailableBytes',
  label: 'available',
  unit: 'bytes' as const,
  format: 'meminfo',
  fromUs: points[0]?.atUs ?? 0,
  toUs: points.at(-1)?.atUs ?? 0,
};

export function dossierOf(one: Incident): Dossier {
  const timeless = one.start === null;
  return {
    incident: one,
    holders: timeless
      ? []
      : [
          holder('agentd', 262_144_000, { largestPid: 288, oomScoreAdj: -1000, grownBytes: 250_000_000 }),
          holder('mysqld', 84_463_616, { largestPid: 254, killed: true, aloneBytes: 83_730_432, grownBytes: 0 }),
          holder('nginx', 11_202_560, { processes: 5, largestPid: 205 }),
        ],
    holdersFrom: timeless ? null : (one.sources[0] ?? null),
    grownOverUs: timeless ? null : 102_000_000,
    pageSizeBytes: 4096,
    eventUs: timeless ? null : startUs,
    clockErrorUs: 0,
    clockNotes: [],
    killsUs: timeless ? [] : [startUs],
    metrics: timeless ? [] : [metric],
  };
}

/** A report of 77 lines after one that is not its own; the row of agentd is line 470. */
export function rawOf(path: string, line: number): RawText {
  const lines = Array.from({ length: 80 }, (_, index) => {
    const number = line - 1 + index;
    if (number === 470) return `[  288]     0   288    70123    64000   544768        0         -1000 agentd`;
    return index === 1 ? 'vmstat invoked oom-killer: gfp_mask=0x100cca, order=0' : `line ${number} of the log`;
  });
  return { path, firstLine: line - 1, lines, messages: lines.map(() => null), cutBefore: true, cutAfter: true };
}

const lane = (name: string, measured: boolean, columns: number): Lane => ({
  name,
  available: Array.from({ length: columns }, (_, column) =>
    measured && column < columns / 2 ? 4e8 - column * 1e6 : null,
  ),
  totalBytes: 489_377_792,
  pressure: Array.from({ length: columns }, (_, column) => (measured && column < columns / 2 ? column / 4 : null)),
  fromUs: startUs - 60e6,
  toUs: startUs + 60e6,
});

/** What the engine would answer. */
function answer(need: Need): Answer<Topic> {
  switch (need.topic) {
    case 'dossier':
      return dossierOf(incidents.find(({ id }) => id === need.ask.id) ?? incident);
    case 'chart': {
      const { fromUs, toUs } = need.ask;
      const inside = points.filter(({ atUs }) => atUs >= fromUs && atUs <= toUs);
      return need.ask.keys.map((key): ChartSeries => ({ key, points: inside }));
    }
    case 'raw':
      return rawOf(need.ask.address.path, need.ask.address.line);
    case 'lanes':
      return [
        lane('db01', true, need.ask.columns),
        lane('old', false, need.ask.columns),
        lane('web-2', true, need.ask.columns),
      ];
    default:
      throw new Error(`nobody asks for ${need.topic} by itself`);
  }
}

/** Answers everything the screen needs, until it needs nothing more. */
export function settled(start: App): App {
  let app = start;
  for (let round = 0; round < 8; round++) {
    const open = needs(app).filter(({ topic, key }) => app.answers[topic]?.key !== key);
    if (open.length === 0) return app;
    for (const need of open) {
      [app] = update(app, { type: 'answer', topic: need.topic, key: need.key, answer: answer(need) });
    }
  }
  throw new Error('the screen asks for ever');
}

/** The screens as they stand when everything was read. */
export function loaded(size: Size, found: readonly IncidentRow[] = rows): App {
  const events = [
    { type: 'files', files: analysis.coverage, problems: analysis.problems },
    { type: 'incidents', part: { rows: found, from: 0, total: found.length, final: true, notes: [], zone } },
  ] as const;
  const start = appStart({ size, title: '/var/log', zone });
  return settled(events.reduce((app, news) => update(app, { type: 'news', news })[0], start));
}

/** The app after these keys, and what they did outside; `type:text` types a text. */
export function pressAll(start: App, ...keys: readonly string[]): { app: App; effects: Effect[] } {
  const effects: Effect[] = [];
  let app = start;
  const single = keys.flatMap((key) =>
    key.startsWith('type:') ? [...key.slice(5)].map((one) => (one === ' ' ? 'space' : one)) : [key],
  );
  for (const key of single) {
    const [next, done] = update(app, { type: 'key', key });
    effects.push(...done);
    app = settled(next);
  }
  return { app, effects };
}

export const press = (app: App, ...keys: readonly string[]): App => pressAll(app, ...keys).app;
