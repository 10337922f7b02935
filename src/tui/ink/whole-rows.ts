import type { Canvas, CanvasClass, CanvasSize, Clip, Frame, Operation, WriteOptions } from './canvas.ts';

/** Terminal cells of the widest line of a text. */
export type Widest = (text: string) => number;

/** A piece of one row of the screen. */
interface Run {
  readonly x: number;
  readonly cells: number;
  readonly text: string;
}

/**
 * Ink's canvas with a short way for frames that are made of whole rows, as all of ours are: pieces of text that lie inside
 * their boxes and do not cover each other are put side by side. Ink takes every frame apart into cells, of which a terminal
 * of 120x40 has 4800, and that is three quarters of what a key costs. A frame with anything else in it goes Ink's way.
 */
export function wholeRows(Original: CanvasClass, widest: Widest): CanvasClass {
  return class WholeRows implements Canvas {
    readonly width: number;
    readonly height: number;
    readonly #operations: Operation[] = [];

    constructor({ width, height }: CanvasSize) {
      this.width = width;
      this.height = height;
    }

    write(x: number, y: number, text: string, options: WriteOptions): void {
      if (text !== '') this.#operations.push({ type: 'write', x, y, text, options });
    }

    clip(clip: Clip): void {
      this.#operations.push({ type: 'clip', clip });
    }

    unclip(): void {
      this.#operations.push({ type: 'unclip' });
    }

    get(): Frame {
      return joined(this.#operations, this, widest) ?? this.#inCells();
    }

    #inCells(): Frame {
      const canvas = new Original({ width: this.width, height: this.height });
      for (const one of this.#operations) {
        if (one.type === 'write') canvas.write(one.x, one.y, one.text, one.options);
        else if (one.type === 'clip') canvas.clip(one.clip);
        else canvas.unclip();
      }
      return canvas.get();
    }
  };
}

/** The frame where it is made of whole rows, else null. */
function joined(operations: readonly Operation[], { width, height }: CanvasSize, widest: Widest): Frame | null {
  const rows = Array.from({ length: height }, (): Run[] => []);
  const clips: Clip[] = [{ x1: 0, x2: width, y1: 0, y2: height }];
  for (const one of operations) {
    if (one.type === 'clip') clips.push(one.clip);
    else if (one.type === 'unclip') clips.pop();
    else {
      const text = transformed(one.text, one.options);
      const run = { x: one.x, cells: widest(text), text };
      if (!isPlain(text) || !clips.every((clip) => holds(clip, run, one.y))) return null;
      rows[one.y]?.push(run);
    }
  }
  const lines: string[] = [];
  for (const runs of rows) {
    const line = sideBySide(runs);
    if (line === null) return null;
    lines.push(line);
  }
  return { output: lines.join('\n'), height };
}

/** A text of one line has its first line only. */
const transformed = (text: string, { transformers }: WriteOptions): string =>
  transformers.reduce((line, transform) => transform(line, 0), text);

function holds(
  { x1 = 0, x2 = Number.POSITIVE_INFINITY, y1 = 0, y2 = Number.POSITIVE_INFINITY }: Clip,
  run: Run,
  y: number,
) {
  return Number.isInteger(run.x) && Number.isInteger(y) && run.x >= x1 && run.x + run.cells <= x2 && y >= y1 && y < y2;
}

/** Runs with the blanks between them; null where one covers another. */
function sideBySide(runs: readonly Run[]): string | null {
  let line = '';
  let column = 0;
  const inOrder = runs.length < 2 ? runs : runs.toSorted((a, b) => a.x - b.x);
  for (const { x, cells, text } of inOrder) {
    if (x < column) return null;
    line += ' '.repeat(x - column) + text;
    column = x + cells;
  }
  return line.trimEnd();
}

/** Characters that Ink drops, moves by or breaks at. */
const special = /[\u0000-\u001f\u007f-\u009f]|\p{Default_Ignorable_Code_Point}/u;
const styles = /\u001b\[([\d;]*)m/g;

/** One line whose colours and weights end where it ends. */
function isPlain(text: string): boolean {
  let last = '0';
  const bare = text.includes('\u001b')
    ? text.replace(styles, (_, parameters: string) => {
        last = parameters;
        return '';
      })
    : text;
  return last === '0' && !special.test(bare);
}
