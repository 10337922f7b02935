import type { LiveState } from '../../../live/live-state.ts';

export interface LiveScreenState {
  /** What is shown: the newest state, or the one at which the screen was stopped; null where nothing is watched. */
  readonly shown: LiveState | null;
  readonly paused: boolean;
  /** States that came while the screen was stopped. */
  readonly missed: number;
}

export const liveStart: LiveScreenState = { shown: null, paused: false, missed: 0 };

export type LiveAction = { readonly type: 'pause' } | { readonly type: 'state'; readonly state: LiveState };

/** Pure: the live screen after an action. What comes while it is stopped is counted; the next state shows it all. */
export function reduceLive(screen: LiveScreenState, action: LiveAction): LiveScreenState {
  if (action.type === 'pause') return { ...screen, paused: !screen.paused, missed: 0 };
  if (screen.paused) return { ...screen, missed: screen.missed + 1 };
  return { ...screen, shown: action.state };
}
