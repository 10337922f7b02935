/** What Ink's renderer writes a frame on: the class `Output` in `build/output.js` of Ink 8.0.0. */
export interface Canvas {
  readonly width: number;
  readonly height: number;
  write(x: number, y: number, text: string, options: WriteOptions): void;
  clip(clip: Clip): void;
  unclip(): void;
  get(): Frame;
}

export interface CanvasSize {
  readonly width: number;
  readonly height: number;
}

export interface WriteOptions {
  readonly transformers: readonly ((line: string, index: number) => string)[];
}

/** Half-open; an edge without a number is not limited. */
export interface Clip {
  readonly x1: number | undefined;
  readonly x2: number | undefined;
  readonly y1: number | undefined;
  readonly y2: number | undefined;
}

export interface Frame {
  readonly output: string;
  readonly height: number;
}

/** What is written, in its order. */
export type Operation =
  | {
      readonly type: 'write';
      readonly x: number;
      readonly y: number;
      readonly text: string;
      readonly options: WriteOptions;
    }
  | { readonly type: 'clip'; readonly clip: Clip }
  | { readonly type: 'unclip' };

export type CanvasClass = new (size: CanvasSize) => Canvas;
