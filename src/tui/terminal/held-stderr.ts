import { isatty } from 'node:tty';

/** Pieces that are kept; who writes more than that repeats itself. */
const mostPieces = 200;

/** What is written to standard error while the screens have the terminal: kept, and written when they give it back. */
export interface HeldStderr {
  hold(): void;
  release(): void;
}

export function holdStderr(): HeldStderr {
  const { stderr } = process;
  const write = stderr.write;
  let pieces: string[] = [];
  function kept(piece: string | Uint8Array, encoding?: unknown, done?: unknown): boolean {
    if (pieces.length < mostPieces) pieces.push(typeof piece === 'string' ? piece : Buffer.from(piece).toString());
    const called = typeof encoding === 'function' ? encoding : done;
    if (typeof called === 'function') process.nextTick(() => called());
    return true;
  }
  return {
    hold() {
      // Written to a file it disturbs nothing.
      if (isatty(2)) stderr.write = kept as typeof write;
    },
    release() {
      stderr.write = write;
      const text = pieces.join('');
      pieces = [];
      if (text !== '') stderr.write(text);
    },
  };
}
