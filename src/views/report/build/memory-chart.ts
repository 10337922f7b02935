import { type MeasuredSeries, systemSeries } from '../../../diagnosis/history.ts';
import { formatBytes, formatSpan } from '../../quantities.ts';
import type { Dossier, Place } from '../dossier.ts';
import type { Chart, Mark, Statement } from '../model.ts';
import { secondsOfSample } from './clock.ts';
import { componentText } from './names.ts';
import { say } from './reference.ts';
import { allStates } from './states.ts';
import { marksIn, seriesIn, windowOf } from './window.ts';

/** Components that held this share of RAM at some time get a line. */
const worthALine = 0.03;
const mostComponents = 5;
/** Without a breakdown, whatever of these a sampler has. */
const plainMetrics: readonly (readonly [metric: string, name: string, component: string])[] = [
  ['memAvailableBytes', 'available', 'available'],
  ['memFreeBytes', 'free', 'available'],
  ['anonBytes', 'anonymous memory', 'anonymous'],
  ['cachedBytes', 'page cache', 'page-cache'],
  ['shmemBytes', 'shared memory and tmpfs', 'shared-memory'],
  ['slabBytes', 'slab', 'slab-unreclaimable'],
  ['swapFreeBytes', 'free swap', 'swap'],
];

interface Line {
  readonly name: string;
  readonly component: string;
  readonly points: readonly (readonly [number, number])[];
  readonly places: readonly Place[];
}

/** RAM over time: what was available, the largest components, swap, and the size of the RAM as the limit. */
export function memoryChart(dossier: Dossier, marks: readonly Mark[]): Chart | null {
  const { history } = dossier.exhibit;
  if (history === null) return null;
  const states = allStates(dossier);
  const lines = states.length >= 2 ? componentLines(dossier) : plainLines(dossier);
  const window = windowOf(
    dossier,
    lines.flatMap(({ points }) => points.map(([at]) => at)),
  );
  if (window === null) return null;
  const total = states.at(-1)?.totalBytes ?? last(systemSeries(history, 'memTotalBytes'));
  const [main] = lines;
  return {
    id: 'memory',
    title: 'Memory of the machine',
    unit: 'bytes',
    fromSeconds: window.from,
    toSeconds: window.to,
    series: lines.map((line) => seriesIn(line, line.points, window)).filter(({ values }) => values.length > 1),
    limit: total === null ? null : { value: total, label: `RAM ${formatBytes(total)}` },
    marks: marksIn(marks, window),
    sentence: main ? movement(main, window, marks) : say('No line could be drawn.'),
  };
}

const last = (series: MeasuredSeries | null): number | null => series?.points.at(-1)?.value ?? null;

function componentLines(dossier: Dossier): Line[] {
  const states = allStates(dossier);
  const total = states.at(-1)?.totalBytes ?? 0;
  const at = (state: (typeof states)[number]): number => secondsOfSample(state.atUs, dossier);
  const places = states.map(({ source }) => source);
  const most = new Map<string, number>();
  for (const { parts } of states)
    for (const [component, bytes] of parts) most.set(component, Math.max(most.get(component) ?? 0, bytes));
  const components = [...most]
    .filter(([component, bytes]) => component !== 'free' && bytes >= total * worthALine)
    .sort((a, b) => b[1] - a[1])
    .slice(0, mostComponents);
  const available = states.flatMap((state) =>
    state.availableBytes === null ? [] : [[at(state), state.availableBytes] as const],
  );
  const free = states.flatMap((state) => [[at(state), state.parts.get('free') ?? 0] as const]);
  const swap = states.flatMap((state) =>
    state.swapUsedBytes === null ? [] : [[at(state), state.swapUsedBytes] as const],
  );
  return [
    available.length > 1
      ? { name: 'available', component: 'available', points: available, places }
      : { name: 'free', component: 'available', points: free, places },
    ...components.map(([component]) => ({
      name: componentText(component),
      component,
      points: states.map((state) => [at(state), state.parts.get(component as never) ?? 0] as const),
      places,
    })),
    ...(swap.some(([, bytes]) => bytes > 0) ? [{ name: 'swap in use', component: 'swap', points: swap, places }] : []),
  ];
}

function plainLines(dossier: Dossier): Line[] {
  const { history } = dossier.exhibit;
  if (history === null) return [];
  return plainMetrics.flatMap(([metric, name, component]) => {
    const series = systemSeries(history, metric);
    if (series === null) return [];
    return [
      {
        name,
        component,
        points: series.points.map(({ atUs, value }) => [secondsOfSample(atUs, dossier), value] as const),
        places: series.points.map(({ source }) => source),
      },
    ];
  });
}

/** `available fell from 6.40 GiB to 201 MiB in 9 min (705 MiB/min)`, with the addresses of both ends. */
export function movement(
  line: Line,
  { from, to }: { readonly from: number; readonly to: number },
  marks: readonly Mark[],
): Statement {
  const inside = line.points.map((point, index) => ({ at: point[0], value: point[1], place: line.places[index] }));
  const shown = inside.filter(({ at }) => at >= from && at <= to);
  const before = shown.filter(({ at }) => at <= 0);
  const highest = before.reduce<(typeof before)[number] | undefined>(
    (best, point) => (best && best.value >= point.value ? best : point),
    undefined,
  );
  const end = before.at(-1);
  if (!highest || !end) return say(`${line.name} was not sampled before the event.`, shown[0]?.place);
  const seconds = end.at - highest.at;
  const kills = marks.filter(({ kind }) => kind === 'kill').length;
  const later = shown.at(-1);
  const after =
    later && later.at > 0
      ? `; ${formatBytes(later.value)} ${formatSpan(later.at)} after it`
      : '; no sample from after it';
  const fell =
    seconds <= 0
      ? `${line.name} was ${formatBytes(end.value)} at the last sample before the event`
      : `${line.name} fell from ${formatBytes(highest.value)} to ${formatBytes(end.value)} in ${formatSpan(seconds)} (${formatBytes(((highest.value - end.value) / seconds) * 60)} a minute)`;
  return say(
    `${capital(fell)}, ${end.at > -0.05 ? 'at' : `${formatSpan(-end.at)} before`} the first event${kills > 0 ? ` (${kills} ${kills === 1 ? 'kill' : 'kills'})` : ''}${after}.`,
    highest.place,
    end.place,
    later?.place,
  );
}

export const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
