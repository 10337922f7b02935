import type { Address } from '../../engine/model/address.ts';
import { zoomWindow } from '../../widgets/chart/window.ts';
import { type ListMove, type ListState, listStart, moveList, scrollText, selectRow } from '../../widgets/list.ts';
import { type Chart, type ChartContext, cursorMoved, windowAt } from './cursor.ts';
import type { Claim } from './grounds/grounds.ts';

export const panes = ['verdict', 'evidence', 'held', 'memory', 'chart', 'log'] as const;
export type Pane = (typeof panes)[number];

/** Panes with rows to move through; the chart has a cursor instead. */
export type ListPane = Exclude<Pane, 'chart'>;

export interface DetailState extends Chart {
  /** The incident shown; null before one was opened. */
  readonly id: string | null;
  /** Panes, the focused one first, then those used last: a tab shows the first of its panes. */
  readonly recent: readonly Pane[];
  readonly lists: Readonly<Record<ListPane, ListState>>;
  /** Place in the dossier's metrics. */
  readonly metric: number;
  /** What the log shows; null: the report. */
  readonly address: Address | null;
  /** What the lines of the address are to show; null: nothing in particular. */
  readonly shows: Claim | null;
  /** Log over the whole screen. */
  readonly enlarged: boolean;
  /** Where one was before that. */
  readonly cameFrom: Pane;
}

export const detailStart: DetailState = {
  id: null,
  recent: ['evidence', 'verdict', 'chart', 'held', 'memory', 'log'],
  lists: { verdict: listStart, evidence: listStart, held: listStart, memory: listStart, log: listStart },
  metric: 0,
  window: null,
  cursorUs: null,
  address: null,
  shows: null,
  enlarged: false,
  cameFrom: 'log',
};

export type DetailAction =
  | { readonly type: 'show'; readonly id: string }
  | { readonly type: 'move'; readonly move: ListMove }
  | { readonly type: 'goto'; readonly row: number }
  | { readonly type: 'focus'; readonly pane: Pane }
  | { readonly type: 'cycle'; readonly by: 1 | -1 }
  | { readonly type: 'view' }
  | { readonly type: 'cursor'; readonly samples: number }
  | { readonly type: 'zoom'; readonly factor: number }
  | { readonly type: 'all' }
  | { readonly type: 'metric'; readonly by: 1 | -1 }
  | {
      readonly type: 'place';
      readonly address: Address | null;
      readonly shows: Claim | null;
      readonly atUs: number | null;
      readonly metric: number | null;
    }
  | { readonly type: 'enlarge'; readonly enlarged: boolean };

/** What the panes hold and how much of it fits. */
export interface DetailContext extends ChartContext {
  readonly totals: Readonly<Record<ListPane, number>>;
  readonly heights: Readonly<Record<ListPane, number>>;
  /** Panes that can be seen or reached, in the order of Tab. */
  readonly order: readonly Pane[];
  readonly metrics: number;
}

const focused = (state: DetailState, pane: Pane): DetailState => ({
  ...state,
  recent: [pane, ...state.recent.filter((other) => other !== pane)],
});

export const focusOf = ({ recent }: DetailState): Pane => recent[0] ?? 'verdict';

const onlyScrolls = (pane: ListPane): boolean => pane === 'log';

function moved(state: DetailState, move: (list: ListState, pane: ListPane) => ListState): DetailState {
  const pane = focusOf(state);
  if (pane === 'chart') return state;
  return { ...state, lists: { ...state.lists, [pane]: move(state.lists[pane], pane) } };
}

/** Pure: the detail screen after an action. */
export function reduceDetail(state: DetailState, action: DetailAction, context: DetailContext): DetailState {
  const size = (pane: ListPane) => ({ total: context.totals[pane], height: context.heights[pane] });
  switch (action.type) {
    case 'show':
      return action.id === state.id ? state : { ...detailStart, id: action.id, recent: state.recent };
    case 'move':
      return moved(state, (list, pane) => (onlyScrolls(pane) ? scrollText : moveList)(list, action.move, size(pane)));
    case 'goto':
      return moved(state, (list, pane) => selectRow({ ...list, top: action.row }, action.row, size(pane)));
    case 'focus':
      return focused(state, action.pane);
    case 'cycle': {
      const at = context.order.indexOf(focusOf(state));
      return focused(state, context.order.at((at + action.by) % context.order.length) ?? 'verdict');
    }
    case 'view': {
      const turn: readonly Pane[] = ['verdict', 'evidence', 'log'];
      return focused(state, turn[(turn.indexOf(focusOf(state)) + 1) % turn.length] ?? 'verdict');
    }
    case 'cursor':
      return cursorMoved(state, context, action.samples);
    case 'zoom': {
      const { window, whole, eventUs } = context;
      if (window === null || whole === null) return state;
      return { ...state, window: zoomWindow(window, action.factor, state.cursorUs ?? eventUs ?? window.toUs, whole) };
    }
    case 'all':
      return { ...state, window: context.whole };
    case 'metric':
      if (context.metrics === 0) return state;
      return { ...state, metric: (state.metric + action.by + context.metrics) % context.metrics };
    case 'place':
      return {
        ...state,
        address: action.address,
        shows: action.shows,
        cursorUs: action.atUs ?? state.cursorUs,
        metric: action.metric ?? state.metric,
        window: windowAt(state, action.atUs, context),
        lists: { ...state.lists, log: listStart },
      };
    case 'enlarge':
      if (!action.enlarged) return focused({ ...state, enlarged: false }, state.cameFrom);
      return focused({ ...state, enlarged: true, cameFrom: state.enlarged ? state.cameFrom : focusOf(state) }, 'log');
  }
}
