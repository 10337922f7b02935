import { moveWindow, type TimeWindow } from '../../widgets/chart/window.ts';

/** What of the chart can be moved. */
export interface Chart {
  readonly cursorUs: number | null;
  /** Null: around the event. */
  readonly window: TimeWindow | null;
}

/** What the chart shows. */
export interface ChartContext {
  /** Window on the screen and all there is of the metric; null without samples. */
  readonly window: TimeWindow | null;
  readonly whole: TimeWindow | null;
  /** Moments of the points on the screen, in order. */
  readonly moments: readonly number[];
  readonly eventUs: number | null;
}

/** The point that lies `samples` further on; from the event where there is no cursor yet. */
function nextMoment({ cursorUs }: Chart, { moments, eventUs }: ChartContext, samples: number): number | null {
  if (moments.length === 0) return null;
  const from = cursorUs ?? eventUs ?? moments[moments.length - 1] ?? 0;
  const after = moments.findIndex((atUs) => atUs > from + 0.5);
  const at = after === -1 ? moments.length : after;
  const exact = cursorUs !== null && Math.abs((moments[at - 1] ?? Number.NaN) - from) < 1;
  const index = samples > 0 ? at + samples - 1 : (exact ? at - 1 : at) + samples;
  return moments[Math.max(0, Math.min(moments.length - 1, index))] ?? null;
}

/** Moves the chart's cursor by a number of samples; the window follows it. */
export function cursorMoved<State extends Chart>(state: State, context: ChartContext, samples: number): State {
  const { window, whole, moments } = context;
  const cursorUs = nextMoment(state, context, samples);
  if (cursorUs === null || window === null || whole === null) return state;
  const atEdge = cursorUs === state.cursorUs && cursorUs === moments[samples > 0 ? moments.length - 1 : 0];
  const stepUs = (window.toUs - window.fromUs) / 8;
  const wanted = atEdge ? cursorUs + Math.sign(samples) * stepUs : cursorUs;
  return { ...state, cursorUs, window: state.window && moveWindow(state.window, wanted, whole) };
}

/** The window, moved so that it holds a moment; null: the window that belongs to no moment. */
export function windowAt(state: Chart, atUs: number | null, { window, whole }: ChartContext): TimeWindow | null {
  if (atUs === null || window === null || whole === null) return state.window;
  const moved = moveWindow(window, atUs, whole);
  return moved === window ? state.window : moved;
}
