import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { plainOf } from '../../src/tui/text/line.ts';
import { createTheme } from '../../src/tui/theme.ts';
import { timeMarks, timeRow, valueAxis } from '../../src/tui/widgets/chart/axis.ts';
import { chartLines } from '../../src/tui/widgets/chart/chart.ts';
import { runsOf } from '../../src/tui/widgets/chart/runs.ts';
import { chartSentence } from '../../src/tui/widgets/chart/sentence.ts';
import { perCell, sparkline } from '../../src/tui/widgets/chart/steps.ts';
import { moveWindow, windowAround, zoomWindow } from '../../src/tui/widgets/chart/window.ts';
import { points, zone } from './fixture.ts';

const source = { path: 'a', line: 1, byteStart: 0, byteEnd: 1 };
const curve = (...values: readonly (readonly [seconds: number, value: number])[]) =>
  values.map(([seconds, value]) => ({ atUs: seconds * 1e6, value, source }));

describe('value axis', () => {
  it.each([
    [400_000_000, 'bytes', 8, 400 * 1024 ** 2, '400 MiB'],
    [16 * 1024 ** 3, 'bytes', 8, 20 * 1024 ** 3, '20 GiB'],
    [1000, 'bytes', 4, 1000, '1000 B'],
    [98.7, 'percent', 8, 100, '100 %'],
    [0, 'percent', 8, 1, '1.0 %'],
    [2140, 'perSecond', 4, 4000, '4000/s'],
  ] as const)('%d %s in %d rows ends at a round number', (most, unit, rows, top, text) => {
    const axis = valueAxis(most, unit, rows);
    expect(axis.most).toBeCloseTo(top, 3);
    expect(axis.marks.at(-1)?.text).toBe(text);
  });

  it('holds every value and has marks in order', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1e15, noNaN: true }), fc.integer({ min: 1, max: 60 }), (most, rows) => {
        const { most: top, marks } = valueAxis(most, 'bytes', rows);
        expect(top).toBeGreaterThanOrEqual(most * 0.999);
        expect(marks.map(({ value }) => value)).toEqual(marks.map(({ value }) => value).toSorted((a, b) => a - b));
      }),
    );
  });
});

describe('time axis', () => {
  it('has marks at round times of the zone shown', () => {
    const fromUs = Date.parse('2026-01-06T06:26:13Z') * 1000;
    const marks = timeMarks({ fromUs, toUs: fromUs + 3_600e6 }, 80, zone);
    expect(marks.map(({ text }) => text)).toEqual(['12:00', '12:10', '12:20', '12:30', '12:40', '12:50']);
    expect(timeRow(marks, 80)).toHaveLength(80);
  });
});

describe('gaps', () => {
  it('are not joined', () => {
    expect(runsOf(points)).toHaveLength(2);
    expect(runsOf(curve([0, 1], [1, 1], [2, 1], [3, 1]))).toHaveLength(1);
    expect(runsOf(curve([0, 1]))).toHaveLength(1);
    expect(runsOf([])).toEqual([]);
  });

  it('are drawn as nothing, in braille, blocks and ASCII', () => {
    const window = { fromUs: points[0]?.atUs ?? 0, toUs: points.at(-1)?.atUs ?? 0 };
    for (const ascii of [false, true]) {
      const lines = chartLines({
        points,
        window,
        unit: 'bytes',
        limit: null,
        marks: [],
        cursorUs: null,
        zone,
        width: 80,
        height: 12,
        theme: createTheme({ colour: false, ascii }),
      }).map(plainOf);
      const column = 10 + Math.round((50 / 119) * 69);
      for (const line of lines.slice(0, 10)) expect(line[column], lines.join('\n')).toBe(' ');
    }
    expect(sparkline([1, null, 1], 1, false)).toBe('█·█');
    expect(sparkline([1, null, 1], 1, true)).toBe('@ @');
  });
});

describe('a curve', () => {
  // Rises for 40 s, stays, falls; the limit runs through free cells; the mark at 90 s lies outside.
  const shown = curve([0, 0], [10, 25], [20, 50], [30, 75], [40, 100], [50, 100], [60, 50], [70, 0]);
  it.each([
    [
      'braille',
      { ascii: false, blocks: false },
      [
        '100 % ┤        ⡠⠊⠉⠉⢣    ',
        '      │╌╌╌╌╌╌⡠⠊╌╌╌╌╌⢇╌╌╌',
        '   50 ┤    ⡠⠊       ⠈⢆  ',
        '      │  ⡠⠊          ⠈⢆ ',
        '    0 ┤⡠⠊             ⠈⢆',
      ],
    ],
    [
      'blocks',
      { ascii: false, blocks: true },
      [
        '100 % ┤         █  █    ',
        '      │╌╌╌╌╌╌╌▆╌█╌╌█╌╌╌╌',
        '   50 ┤    ▄  █ █  █ ▄  ',
        '      │  ▂ █  █ █  █ █  ',
        '    0 ┤▁ █ █  █ █  █ █ ▁',
      ],
    ],
    [
      'ASCII',
      { ascii: true, blocks: false },
      [
        '100 % |         #  #    ',
        '      |-------#-#--#----',
        '   50 |    =  # #  # =  ',
        '      |  - #  # #  # #  ',
        '    0 |_ # #  # #  # # _',
      ],
    ],
  ])('in %s stands at the heights of its values', (_, { ascii, blocks }, rows) => {
    const lines = chartLines({
      points: shown,
      window: { fromUs: 0, toUs: 70e6 },
      unit: 'percent',
      limit: 80,
      marks: [
        { atUs: 40e6, glyph: 'X' },
        { atUs: 90e6, glyph: 'Y' },
      ],
      cursorUs: 20e6,
      zone: 'UTC',
      width: 24,
      height: 7,
      blocks,
      theme: createTheme({ colour: false, ascii }),
    });
    expect(lines.map(plainOf)).toEqual([...rows, '           ^    X       ', '       00:00      00:01 ']);
  });

  it('of one row shows the smallest value of each cell, and nothing from outside the window', () => {
    const window = { fromUs: 10e6, toUs: 50e6 };
    const seen = curve([5, 1], [10, 9], [19, 3], [29, 8], [50, 7], [51, 0]);
    expect(perCell(seen, window, 4)).toEqual([3, 8, null, 7]);
    expect(sparkline([3, 8, null, 7, 0, 99], 8, false)).toBe('▃█·▇▁█');
  });
});

describe('sentence below the chart', () => {
  const told = { label: 'available', unit: 'bytes' as const, eventUs: 90e6, say: (value: number) => `${value}` };
  it.each([
    [
      'a fall until the event, and what came after',
      curve([0, 400], [45, 200], [90, 0], [100, 300]),
      'available fell from 400 to 0 in 90 s (-4.444444444444445/s); then 300',
    ],
    ['nothing that moves', curve([0, 100], [30, 100], [60, 101], [90, 100]), 'available stayed near 100 for 90 s'],
    ['a rise', curve([0, 10], [80, 400]), 'available rose from 10 to 400 in 80 s (+4.875/s)'],
    ['a lone sample', curve([10, 7]), 'available: one sample, 7'],
    ['samples of another time', [], 'available: no samples in this window'],
  ])('tells of %s', (_, shown, expected) => {
    expect(chartSentence(shown, told)).toBe(expected);
  });
});

describe('windows', () => {
  const whole = { fromUs: 0, toUs: 1000e6 };

  it('stay inside the whole while zooming and moving', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.constantFrom(0.5, 2, 0), fc.integer({ min: -100, max: 1100 })), { maxLength: 20 }),
        (steps) => {
          let window = whole;
          for (const [factor, seconds] of steps) {
            const atUs = seconds * 1e6;
            window =
              factor === 0
                ? moveWindow(window, Math.max(0, Math.min(1000e6, atUs)), whole)
                : zoomWindow(window, factor, atUs, whole);
            expect(window.fromUs).toBeGreaterThanOrEqual(-1);
            expect(window.toUs).toBeLessThanOrEqual(1000e6 + 1);
            expect(window.toUs - window.fromUs).toBeGreaterThanOrEqual(2e6 - 1);
          }
        },
      ),
    );
  });

  it('open half an hour before the event and ten minutes after, no wider than the samples', () => {
    const day = { fromUs: 0, toUs: 86_400e6 };
    expect(windowAround(43_200e6, day)).toEqual({ fromUs: 41_400e6, toUs: 43_800e6 });
    expect(windowAround(600e6, day).fromUs).toBe(0);
    expect(windowAround(null, whole)).toEqual(whole);
  });
});
