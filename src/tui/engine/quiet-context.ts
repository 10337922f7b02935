import type { Context } from '../../cli/command.ts';

export interface QuietListener {
  problem(message: string): void;
  readonly progress: Context['notices']['progress'];
}

/** What a command touches of the world, without the world: the terminal belongs to the screens. */
export const quietContext = ({ problem, progress }: QuietListener): Context => ({
  out: { write: async () => {}, end: async () => {} },
  notices: {
    problem: ({ message }) => problem(message),
    hint: () => {},
    progress,
    close: () => {},
    clear: () => {},
  },
  env: process.env,
  nowMs: Date.now,
  interrupt: new AbortController().signal,
  commands: async () => [],
});
