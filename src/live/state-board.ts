import type { LiveState } from './live-state.ts';

/** Shows the state of a session to those who look at it, soon after it changed and not more often than they can look. */
export interface StateBoard {
  changed(): void;
  /** Returns what ends it. */
  subscribe(listener: (state: LiveState) => void): () => void;
  close(): void;
}

export function createStateBoard(state: () => LiveState, everyMs: () => number): StateBoard {
  const listeners = new Set<(state: LiveState) => void>();
  let timer: NodeJS.Timeout | null = null;

  function show(): void {
    timer = null;
    const now = state();
    for (const listener of listeners) listener(now);
  }

  return {
    changed() {
      if (timer === null && listeners.size > 0) timer = setTimeout(show, everyMs());
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    close() {
      if (timer !== null) clearTimeout(timer);
    },
  };
}
