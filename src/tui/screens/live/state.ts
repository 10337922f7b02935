/** Memory of the machine now, and the latest values for the small chart. */
export interface LiveMemory {
  readonly availableBytes: number | null;
  readonly totalBytes: number | null;
  readonly swapFreeBytes: number | null;
  readonly swapTotalBytes: number | null;
  readonly psiSomePercent: number | null;
  readonly psiFullPercent: number | null;
  /** Available memory, oldest first, one value a refresh; null where a sample is missing. */
  readonly recentAvailableBytes: readonly (number | null)[];
}

export interface LiveGrower {
  readonly name: string;
  readonly pid: number | null;
  readonly bytes: number;
  readonly bytesPerMinute: number;
}

export interface LiveEvent {
  readonly atUs: number;
  readonly mark: 'kill' | 'alloc' | 'hung' | 'state' | 'note';
  readonly text: string;
  /** The incident it belongs to, where it is one. */
  readonly incidentId: string | null;
}

/**
 * Everything the live screen shows, made anew by the one who watches. Plain and clean (`cleanText`) text: the screen adds
 * nothing to it. At most four of these a second.
 */
export interface LiveState {
  readonly atUs: number;
  readonly zone: string;
  /** `kern.log following`, `journal behind 2.1 s`. */
  readonly sources: readonly { readonly name: string; readonly state: string; readonly healthy: boolean }[];
  readonly memory: LiveMemory | null;
  /** `at this slope memory runs out in about 35 s`. */
  readonly forecast: string | null;
  readonly growing: readonly LiveGrower[];
  /** Newest last. */
  readonly events: readonly LiveEvent[];
  /** Newest lines of the log, newest last. */
  readonly lines: readonly string[];
  readonly linesPerSecond: number;
  readonly lostLines: number;
}

/** Where live states come from. `subscribe` returns what ends it. */
export interface LiveFeed {
  subscribe(listener: (state: LiveState) => void): () => void;
}

export interface LiveScreenState {
  /** What is shown: the newest state, or the one at which the screen was stopped. */
  readonly shown: LiveState | null;
  readonly paused: boolean;
  /** States that came while the screen was stopped. */
  readonly missed: number;
}

export const liveStart: LiveScreenState = { shown: null, paused: false, missed: 0 };

export type LiveAction = { readonly type: 'pause' } | { readonly type: 'state'; readonly state: LiveState };

export function reduceLive(screen: LiveScreenState, action: LiveAction): LiveScreenState {
  if (action.type === 'pause') return { ...screen, paused: !screen.paused, missed: 0 };
  if (screen.paused) return { ...screen, missed: screen.missed + 1 };
  return { ...screen, shown: action.state };
}
