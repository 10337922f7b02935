import { type ListMove, type ListState, listStart, moveList, selectRow } from '../../widgets/list.ts';
import { type Sort, sortColumns } from './sort.ts';

export interface IncidentsState {
  readonly list: ListState;
  readonly sort: Sort;
  /** Ids of marked incidents. */
  readonly marked: readonly string[];
}

export const incidentsStart: IncidentsState = {
  list: listStart,
  sort: { column: 'worst', reversed: false },
  marked: [],
};

export type IncidentsAction =
  | { readonly type: 'move'; readonly move: ListMove }
  | { readonly type: 'select'; readonly index: number }
  | { readonly type: 'mark' }
  | { readonly type: 'sort' }
  | { readonly type: 'reverse' };

/** What the list looks like at the moment. */
export interface IncidentsContext {
  readonly ids: readonly string[];
  readonly height: number;
}

function toggled(marked: readonly string[], id: string): readonly string[] {
  return marked.includes(id) ? marked.filter((other) => other !== id) : [...marked, id];
}

/** Pure: the list after an action. */
export function reduceIncidents(
  state: IncidentsState,
  action: IncidentsAction,
  context: IncidentsContext,
): IncidentsState {
  const size = { total: context.ids.length, height: context.height };
  if (action.type === 'move') return { ...state, list: moveList(state.list, action.move, size) };
  if (action.type === 'select') return { ...state, list: selectRow(state.list, action.index, size) };
  if (action.type === 'mark') {
    const id = context.ids[state.list.selected];
    if (id === undefined) return state;
    return { ...state, marked: toggled(state.marked, id), list: moveList(state.list, 'down', size) };
  }
  const { column, reversed } = state.sort;
  if (action.type === 'reverse') return { ...state, sort: { column, reversed: !reversed } };
  const next = sortColumns[(sortColumns.indexOf(column) + 1) % sortColumns.length] ?? 'worst';
  return { ...state, sort: { column: next, reversed: false }, list: listStart };
}
