import type { MetricUnit } from '../../engine/model/chart.ts';
import { tick } from '../../text/moment.ts';
import type { TimeWindow } from './window.ts';

export interface ValueAxis {
  readonly most: number;
  /** Value and text of each mark, lowest first. */
  readonly marks: readonly { readonly value: number; readonly text: string }[];
}

const binary = [1, 1024, 1024 ** 2, 1024 ** 3, 1024 ** 4] as const;
const binaryNames = ['B', 'KiB', 'MiB', 'GiB', 'TiB'] as const;

/** 1, 2 or 5 times a power of ten, at least `least`; alone on its axis, where it is the top, it may be any digit. */
function roundStep(least: number, alone: boolean): number {
  const power = 10 ** Math.floor(Math.log10(least));
  return (
    ((alone ? [1, 1.5, 2, 3, 4, 5, 6, 8, 10] : [1, 2, 5, 10]).find((factor) => factor * power >= least * 0.999) ?? 10) *
    power
  );
}

/** The axis from 0 to at least `most` with a mark every few rows. */
export function valueAxis(most: number, unit: MetricUnit, rows: number): ValueAxis {
  // What is next to nothing is drawn at the foot of an axis of one.
  const top = most > 1e-6 ? most : 1;
  const scale = unit === 'bytes' ? binary.findLastIndex((size) => top >= size) : 0;
  const size = unit === 'bytes' ? (binary[Math.max(0, scale)] ?? 1) : 1;
  const name =
    unit === 'bytes'
      ? ` ${binaryNames[Math.max(0, scale)] ?? 'B'}`
      : unit === 'percent'
        ? ' %'
        : unit === 'perSecond'
          ? '/s'
          : '';
  const wanted = Math.max(1, Math.min(4, Math.floor(rows / 2)));
  const step = roundStep(top / size / wanted, wanted === 1);
  const count = Math.ceil(top / size / step - 1e-9);
  const digits = step < 1 ? Math.ceil(-Math.log10(step)) : 0;
  const marks = Array.from({ length: count + 1 }, (_, index) => ({
    value: index * step * size,
    text: `${(index * step).toFixed(digits)}${index === count ? name : ''}`,
  }));
  return { most: count * step * size, marks };
}

const stepsSeconds = [
  1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 10_800, 21_600, 43_200, 86_400, 172_800, 604_800,
];

export interface TimeMark {
  readonly cell: number;
  readonly text: string;
}

/** Marks below a time axis, at round times of the wall clock, no closer than the texts allow. */
export function timeMarks({ fromUs, toUs }: TimeWindow, cells: number, zone: string): readonly TimeMark[] {
  const lengthUs = Math.max(1, toUs - fromUs);
  const perMark = 11;
  const leastUs = (lengthUs / Math.max(1, cells)) * perMark;
  const stepUs =
    (stepsSeconds.find((seconds) => seconds * 1e6 >= leastUs) ?? Math.ceil(leastUs / 604_800e6) * 604_800) * 1e6;
  const marks: TimeMark[] = [];
  for (let atUs = Math.ceil(fromUs / stepUs) * stepUs; atUs <= toUs; atUs += stepUs) {
    marks.push({ cell: Math.floor(((atUs - fromUs) / lengthUs) * (cells - 1)), text: tick(atUs, zone, stepUs) });
  }
  return marks;
}

/** The marks as one row of text that begins at cell 0; a mark stands under its cell and is left out where it does not fit. */
export function timeRow(marks: readonly TimeMark[], cells: number): string {
  let row = '';
  for (const { cell, text } of marks) {
    const middle = cell - Math.floor(text.length / 2);
    // Moved far from its cell it would name another moment.
    if (marks.length > 1 && middle < -2) continue;
    const from = Math.max(0, Math.min(cells - text.length, middle));
    if (from < row.length + (row === '' ? 0 : 1)) continue;
    row = row.padEnd(from) + text;
  }
  return row.padEnd(cells).slice(0, cells);
}
