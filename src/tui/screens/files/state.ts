import { type ListMove, type ListState, listStart, moveList } from '../../widgets/list.ts';

export interface FilesState {
  readonly list: ListState;
}

export const filesStart: FilesState = { list: listStart };

export type FilesAction = { readonly type: 'move'; readonly move: ListMove };

export interface FilesContext {
  readonly total: number;
  readonly height: number;
}

export function reduceFiles(state: FilesState, { move }: FilesAction, context: FilesContext): FilesState {
  return { ...state, list: moveList(state.list, move, context) };
}
