import { formatSpan } from '../../quantities.ts';

export type Scale = (value: number) => number;

export function linear([from, to]: readonly [number, number], [start, end]: readonly [number, number]): Scale {
  const span = to - from || 1;
  return (value) => Number((start + ((value - from) / span) * (end - start)).toFixed(1));
}

export interface Tick {
  readonly at: number;
  readonly label: string;
}

const byteUnits = ['B', 'KiB', 'MiB', 'GiB', 'TiB'] as const;

/** Ticks from 0 to at least `most`, at round numbers of one unit. The last one is the top of the axis. */
export function valueTicks(most: number, unit: 'bytes' | 'percent', count = 5): readonly Tick[] {
  if (unit === 'percent') {
    const step = niceStep(Math.max(most, 5) / count);
    return ticksTo(most, step, (value) => `${Number(value.toFixed(2))} %`);
  }
  const power = Math.max(0, Math.min(byteUnits.length - 1, Math.floor(Math.log2(Math.max(1, most)) / 10 + 0.05)));
  const size = 1024 ** power;
  const step = Math.max(niceStep(most / size / count), power === 0 ? 1 : 0) * size;
  return ticksTo(most, step, (value) => `${Number((value / size).toFixed(2))} ${byteUnits[power]}`);
}

function niceStep(rough: number): number {
  const magnitude = 10 ** Math.floor(Math.log10(rough || 1));
  return ([1, 2, 2.5, 5, 10].find((step) => step * magnitude >= rough * 0.999) ?? 10) * magnitude;
}

function ticksTo(most: number, step: number, label: (value: number) => string): readonly Tick[] {
  const steps = Math.max(1, Math.ceil(most / step - 1e-9));
  return Array.from({ length: steps + 1 }, (_, index) => ({ at: index * step, label: label(index * step) }));
}

const timeSteps = [
  0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200,
  10_800, 21_600, 43_200, 86_400, 172_800, 604_800,
];

/** Ticks of a time axis in seconds from the event, at round distances from it. */
export function timeTicks(from: number, to: number, count = 7): readonly Tick[] {
  const rough = (to - from) / count;
  const step = timeSteps.find((one) => one >= rough) ?? 604_800;
  const ticks: Tick[] = [];
  for (let index = Math.ceil(from / step - 1e-9); index * step <= to + 1e-9; index++) {
    const at = Number((index * step).toFixed(3));
    ticks.push({ at, label: at === 0 ? 'event' : `${at < 0 ? '−' : '+'}${formatSpan(Math.abs(at))}` });
  }
  return ticks;
}
