import type { LiveFeed, LiveState } from '../../live/live-state.ts';

type Feed = Pick<LiveFeed, 'state' | 'subscribe'>;

/** Numbers that change more often than this cannot be read. */
const everyMs = 250;

/** The same feed with at most four states a second; the last one always comes. */
export function gently({ state, subscribe }: Feed): Feed {
  return {
    state,
    subscribe(listener) {
      let lastMs = Number.NEGATIVE_INFINITY;
      let waiting: NodeJS.Timeout | null = null;
      let newest: LiveState | null = null;
      const pass = (): void => {
        waiting = null;
        lastMs = performance.now();
        if (newest !== null) listener(newest);
      };
      const end = subscribe((now) => {
        newest = now;
        waiting ??= setTimeout(pass, Math.max(0, lastMs + everyMs - performance.now()));
      });
      return () => {
        if (waiting !== null) clearTimeout(waiting);
        end();
      };
    },
  };
}
