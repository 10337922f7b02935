import type { Timeline } from '../store/timeline.ts';
import type { Outlet } from './events.ts';
import type { LiveFeed } from './live-state.ts';

/** What a user sees of a session instead of lines. */
export interface LiveFace {
  /** Told every event. */
  readonly outlet: Outlet;
  /**
   * Shows a session that has begun, over its open timeline. Resolves when the user leaves; `closing` ends it. Sources may
   * end before: what they told stays on the screen.
   */
  show(feed: LiveFeed, timeline: Timeline, closing: AbortSignal): Promise<void>;
  /** Gives the terminal back, whatever had begun. */
  close(): void;
}
