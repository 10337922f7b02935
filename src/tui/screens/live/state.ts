import type { LiveShown } from '../../engine/model/live-shown.ts';
import { type ListMove, type ListState, listStart, moveList } from '../../widgets/list.ts';

export interface LiveScreenState {
  /** What is shown: the newest state, or the one at which the screen was stopped; null where nothing is watched. */
  readonly shown: LiveShown | null;
  readonly paused: boolean;
  /** States that came while the screen was stopped. */
  readonly missed: number;
  /** The selected one of the last events. */
  readonly list: ListState;
  /** Only lines of the kernel. */
  readonly kernelOnly: boolean;
}

export const liveStart: LiveScreenState = {
  shown: null,
  paused: false,
  missed: 0,
  list: listStart,
  kernelOnly: false,
};

export type LiveAction =
  | { readonly type: 'pause' }
  | { readonly type: 'kernelOnly' }
  | { readonly type: 'move'; readonly move: ListMove; readonly height: number }
  | { readonly type: 'state'; readonly state: LiveShown };

/** Pure: the live screen after an action. What comes while it is stopped is counted; the next state shows it all. */
export function reduceLive(screen: LiveScreenState, action: LiveAction): LiveScreenState {
  switch (action.type) {
    case 'pause':
      return { ...screen, paused: !screen.paused, missed: 0 };
    case 'kernelOnly':
      return { ...screen, kernelOnly: !screen.kernelOnly };
    case 'move': {
      const size = { total: screen.shown?.happenings.length ?? 0, height: action.height };
      return { ...screen, list: moveList(screen.list, action.move, size) };
    }
    case 'state':
      if (screen.paused) return { ...screen, missed: screen.missed + 1 };
      return { ...screen, shown: action.state, list: kept(screen, action.state) };
  }
}

/** The newest event stays selected, unless another one was chosen, which then stays selected. */
function kept({ shown, list }: LiveScreenState, { happenings }: LiveShown): ListState {
  const chosen = shown?.happenings[list.selected];
  if (chosen === undefined || list.selected === 0) return listStart;
  const index = happenings.findIndex(({ atMs, text }) => atMs === chosen.atMs && text === chosen.text);
  const selected = index === -1 ? Math.min(list.selected, happenings.length - 1) : index;
  return { selected, top: Math.max(0, Math.min(selected, list.top + selected - list.selected)) };
}
