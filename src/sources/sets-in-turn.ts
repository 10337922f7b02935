import type { KnownError } from '../errors.ts';
import type { SourceSet } from './source.ts';

type Problem = (error: KnownError) => void;

/** Sets of sources, of which the next one may be looked for while this one is read. */
export interface SetsInTurn extends AsyncIterable<SourceSet> {
  /**
   * The set behind the one that was given last; null at the end, and where it cannot be known before that one was read: a pipe,
   * an archive.
   */
  peek(): Promise<SourceSet | null>;
}

/** Whoever peeks hears of trouble no earlier, and in no other order, than one who does not. */
export function setsInTurn(open: (problem: Problem) => AsyncIterable<SourceSet>, problem: Problem): SetsInTurn {
  /** Of the way to the set that was peeked at. */
  const untold: KnownError[] = [];
  let isPeeking = false;
  let peeked: Promise<IteratorResult<SourceSet>> | null = null;
  let given: SourceSet | null = null;
  const sets = open((error) => (isPeeking ? void untold.push(error) : problem(error)))[Symbol.asyncIterator]();

  return {
    async peek() {
      if (given === null || !given.members.every(({ rereadable }) => rereadable)) return null;
      isPeeking = true;
      peeked ??= sets.next();
      const { done, value } = await peeked;
      return done ? null : value;
    },
    async *[Symbol.asyncIterator]() {
      try {
        for (;;) {
          isPeeking = false;
          for (const error of untold.splice(0)) problem(error);
          const { done, value } = await (peeked ?? sets.next());
          peeked = null;
          if (done) return;
          given = value;
          yield value;
        }
      } finally {
        await sets.return?.();
      }
    },
  };
}
