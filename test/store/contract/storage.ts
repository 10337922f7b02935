import type { Timeline } from '../../../src/store/timeline.ts';

/** A place for one timeline that a contract test opens: each implementation brings its own. */
export interface Storage {
  /** Every call opens the same timeline. */
  open(options?: { readonly parserVersion?: number; readonly mode?: 'write' | 'read' }): Promise<Timeline>;
  dispose(): Promise<void>;
}

export type NewStorage = () => Promise<Storage>;

/** A test body with a fresh timeline that is closed afterwards. */
export function withTimeline(
  newStorage: NewStorage,
  run: (timeline: Timeline, storage: Storage) => Promise<void>,
): () => Promise<void> {
  return async () => {
    const storage = await newStorage();
    const timeline = await storage.open();
    try {
      await run(timeline, storage);
    } finally {
      await timeline.close();
      await storage.dispose();
    }
  };
}
