import fc from 'fast-check';
import { renderToString } from 'ink';
import { describe, expect, it } from 'vitest';
import type { App } from '../../../src/tui/app/state.ts';
import { AppView } from '../../../src/tui/app-view.tsx';
import type { Canvas, CanvasClass, Clip, Frame, WriteOptions } from '../../../src/tui/ink/canvas.ts';
import { remembered } from '../../../src/tui/ink/remembered.ts';
import { wholeRows } from '../../../src/tui/ink/whole-rows.ts';
import { createTheme } from '../../../src/tui/theme.ts';
import { loaded, press } from '../fixture.ts';
import { watching } from '../live-fixture.ts';

const inkFile = import.meta.resolve('ink');
const { default: Cells }: { default: CanvasClass & { prototype: Canvas } } = await import(
  /* @vite-ignore */ new URL('./output.js', inkFile).href
);
const { default: measureText }: { default: (text: string) => { width: number } } = await import(
  /* @vite-ignore */ new URL('./measure-text.js', inkFile).href
);
const widest = (text: string): number => measureText(text).width;

/** Ink's canvas that counts the frames it was asked for. */
function counting(): { readonly Canvas: CanvasClass; readonly frames: () => number } {
  let frames = 0;
  class Counting extends Cells {
    override get(): Frame {
      frames++;
      return super.get();
    }
  }
  return { Canvas: Counting, frames: () => frames };
}

type InkOperation =
  | ({ readonly type: 'write'; readonly x: number; readonly y: number; readonly text: string } & WriteOptions)
  | { readonly type: 'clip'; readonly clip: Clip }
  | { readonly type: 'unclip' };

/** What Ink's renderer writes for a screen, and what its own canvas makes of it. */
function written(app: App): { operations: readonly InkOperation[]; width: number; height: number; frame: Frame } {
  const { get } = Cells.prototype;
  let seen: ReturnType<typeof written> | null = null;
  Cells.prototype.get = function (this: Canvas & { operations: InkOperation[] }) {
    const frame = get.call(this);
    seen = { operations: this.operations, width: this.width, height: this.height, frame };
    return frame;
  };
  try {
    const theme = createTheme({ colour: true, ascii: false });
    renderToString(<AppView app={app} theme={theme} />, { columns: app.size.columns });
  } finally {
    Cells.prototype.get = get;
  }
  if (seen === null) throw new Error('Ink does not draw on its canvas any more');
  return seen;
}

function replay(canvas: Canvas, operations: readonly InkOperation[]): Frame {
  for (const one of operations) {
    if (one.type === 'write') canvas.write(one.x, one.y, one.text, { transformers: one.transformers });
    else if (one.type === 'clip') canvas.clip(one.clip);
    else canvas.unclip();
  }
  return canvas.get();
}

/** A frame as Ink would have put it: the same cells in the same styles, whatever sequences told of them. */
function inCells({ output, height }: Frame, width: number): string {
  const canvas = new Cells({ width, height });
  for (const [y, row] of output.split('\n').entries()) canvas.write(0, y, row, { transformers: [] });
  return canvas.get().output;
}

const screens: Readonly<Record<string, readonly string[]>> = {
  incidents: [],
  detail: ['enter'],
  timeline: ['3', 'n'],
  live: ['4'],
  files: ['5'],
  help: ['?'],
  formula: ['enter', 'enter'],
  log: ['enter', 'enter', 'enter'],
  filter: ['f', 'type:kind:oom !host:web*'],
  palette: [':', 'type:so'],
};

describe.each([
  [40, 12],
  [80, 24],
  [120, 40],
])('whole rows at %ix%i', (columns, rows) => {
  // Otherwise the screens would be right and slow, and nobody would know why.
  it.each(Object.entries(screens))('are all that %s consists of, and show what Ink shows', (_, keys) => {
    for (const app of [
      press(loaded({ columns, rows }), ...keys),
      press(watching(loaded({ columns, rows })), ...keys),
    ]) {
      const { operations, width, height, frame } = written(app);
      const { Canvas, frames } = counting();
      const Swift = wholeRows(Canvas, remembered(widest));
      const swift = replay(new Swift({ width, height }), operations);
      expect(frames()).toBe(0);
      expect(swift.height).toBe(frame.height);
      expect(inCells(swift, width)).toBe(inCells(frame, width));
    }
  });
});

describe('any frame', () => {
  const width = 12;
  const height = 4;
  const text = fc
    .array(
      fc.oneof(
        fc.constantFrom('a', ' ', 'b c', '│', '漢', 'é', 'e\u0301', '😀', '\u200b', '\ufe0f', '\t', '\u0007', '\n'),
        fc.constantFrom(
          '\u001b[1mx\u001b[0m',
          '\u001b[7m  \u001b[0m',
          '\u001b[31mopen',
          '\u001b[1mx\u001b[22m',
          '\u001b[m',
        ),
      ),
      { maxLength: 6 },
    )
    .map((parts) => parts.join(''));
  const edge = (most: number) => fc.option(fc.integer({ min: -1, max: most }), { nil: undefined });
  const operation: fc.Arbitrary<InkOperation> = fc.oneof(
    {
      weight: 6,
      arbitrary: fc.record({
        type: fc.constant('write' as const),
        x: fc.integer({ min: -1, max: width }),
        y: fc.integer({ min: -1, max: height }),
        text,
        transformers: fc.constant([]),
      }),
    },
    {
      weight: 1,
      arbitrary: fc.record({
        type: fc.constant('clip' as const),
        clip: fc.record({ x1: edge(width), x2: edge(width), y1: edge(height), y2: edge(height) }),
      }),
    },
    { weight: 1, arbitrary: fc.constant({ type: 'unclip' as const }) },
  );

  it('looks as Ink would have drawn it', () => {
    const Swift = wholeRows(Cells, remembered(widest));
    fc.assert(
      fc.property(fc.array(operation, { maxLength: 8 }), (operations) => {
        const ink = replay(new Cells({ width, height }), operations);
        const swift = replay(new Swift({ width, height }), operations);
        expect(inCells(swift, width)).toBe(inCells(ink, width));
      }),
    );
  });
});

describe('a remembered width', () => {
  const width = remembered(widest);

  it('is the width, again and again', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.string({ unit: 'grapheme' })), (text) => {
        const styled = `\u001b[1m${text}\u001b[0m`;
        for (const one of [text, styled, text, styled]) expect(width(one)).toBe(widest(one));
      }),
    );
  });

  // A sign that is taken for narrow and is not moves all that follows it.
  it('of every sign that could be narrow is right, alone and before a mark that changes it', () => {
    for (let code = 32; code < 0x3000; code++) {
      const sign = String.fromCodePoint(code);
      if (sign === '\n') continue;
      for (const text of [sign, `${sign}\ufe0f`, `a${sign}\u0301`])
        if (width(text) !== widest(text)) expect(`${code.toString(16)} ${width(text)}`).toBe(`${widest(text)}`);
    }
  });
});
