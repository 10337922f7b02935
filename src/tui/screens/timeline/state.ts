import { moveWindow, type TimeWindow, zoomWindow } from '../../widgets/chart/window.ts';

export interface TimelineState {
  /** Null: around the incidents. */
  readonly window: TimeWindow | null;
  readonly cursorUs: number | null;
  readonly lane: number;
  /** First lane on the screen. */
  readonly topLane: number;
  readonly hidden: readonly string[];
}

export const timelineStart: TimelineState = {
  window: null,
  cursorUs: null,
  lane: 0,
  topLane: 0,
  hidden: [],
};

export type TimelineAction =
  | { readonly type: 'cursor'; readonly cells: number }
  | { readonly type: 'place'; readonly atUs: number; readonly lane: number }
  | { readonly type: 'zoom'; readonly factor: number }
  | { readonly type: 'all' }
  | { readonly type: 'lane'; readonly by: number }
  | { readonly type: 'hide' };

export interface TimelineContext {
  /** The window on the screen and the whole time there is. */
  readonly window: TimeWindow;
  readonly whole: TimeWindow;
  readonly cells: number;
  readonly lanes: readonly string[];
  /** Lanes that fit on the screen. */
  readonly lanesShown: number;
}

export function reduceTimeline(state: TimelineState, action: TimelineAction, context: TimelineContext): TimelineState {
  const { window, whole, cells, lanes, lanesShown } = context;
  const middle = (window.fromUs + window.toUs) / 2;
  const cursorUs = state.cursorUs ?? middle;
  const last = Math.max(0, lanes.length - 1);
  switch (action.type) {
    case 'cursor': {
      const stepUs = (window.toUs - window.fromUs) / Math.max(1, cells);
      const wanted = Math.max(whole.fromUs, Math.min(whole.toUs, cursorUs + action.cells * stepUs));
      return { ...state, cursorUs: wanted, window: keptIn(state, window, wanted, whole) };
    }
    case 'place': {
      const at = keptIn(state, window, action.atUs, whole);
      return shown({ ...state, cursorUs: action.atUs, lane: action.lane, window: at }, lanesShown);
    }
    case 'zoom':
      return { ...state, cursorUs, window: zoomWindow(window, action.factor, cursorUs, whole) };
    case 'all':
      return { ...state, window: whole };
    case 'lane':
      return shown({ ...state, lane: Math.max(0, Math.min(last, state.lane + action.by)) }, lanesShown);
    case 'hide': {
      const name = lanes[state.lane];
      if (name === undefined || lanes.length <= 1) return { ...state, hidden: [], lane: 0, topLane: 0 };
      return shown({ ...state, hidden: [...state.hidden, name], lane: Math.min(state.lane, last - 1) }, lanesShown);
    }
  }
}

/** The window moved so that it holds a moment; the one around the incidents stays as it is while it holds it. */
function keptIn(state: TimelineState, window: TimeWindow, atUs: number, whole: TimeWindow): TimeWindow | null {
  const moved = moveWindow(window, atUs, whole);
  return moved === window ? state.window : moved;
}

function shown(state: TimelineState, lanesShown: number): TimelineState {
  const lowest = Math.max(0, state.lane - Math.max(1, lanesShown) + 1);
  return { ...state, topLane: Math.max(lowest, Math.min(state.topLane, state.lane)) };
}
