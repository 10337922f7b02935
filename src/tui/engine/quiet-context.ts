import type { ReadingContext, ReadingNotices } from '../../examination/plan.ts';

export interface QuietListener {
  problem(message: string): void;
  readonly progress: ReadingNotices['progress'];
}

const nobody: QuietListener = { problem: () => {}, progress: () => {} };

/** What an examination may touch of the world, without the terminal: that belongs to the screens. */
export const quietContext = ({ problem, progress }: QuietListener = nobody): ReadingContext => ({
  notices: {
    problem: ({ message }) => problem(message),
    hint: () => {},
    progress,
    clear: () => {},
  },
  nowMs: Date.now,
  interrupt: new AbortController().signal,
});
