import type { KnownError } from '../errors.ts';
import type { SourceSet } from './source.ts';

type Problem = (error: KnownError) => void;

/** Sets of sources, of which the next ones may be looked for while this one is read. */
export interface SetsInTurn extends AsyncIterable<SourceSet> {
  /**
   * Up to `count` sets behind the one that was given last. Fewer at the end, and where they cannot be known before one was read:
   * behind a pipe or an archive.
   */
  peek(count: number): Promise<readonly SourceSet[]>;
}

interface Found {
  readonly set: SourceSet;
  /** Of the way to it. */
  readonly troubles: readonly KnownError[];
}

/** Whoever peeks hears of trouble no earlier, and in no other order, than one who does not. */
export function setsInTurn(open: (problem: Problem) => AsyncIterable<SourceSet>, problem: Problem): SetsInTurn {
  const found: Found[] = [];
  let untold: KnownError[] = [];
  let isAwaited = false;
  let newest: SourceSet | null = null;
  let isAtEnd = false;
  let looking: Promise<void> = Promise.resolve();
  const sets = open((error) => (isAwaited ? problem(error) : void untold.push(error)))[Symbol.asyncIterator]();

  /** One look at a time: what stands behind a pipe must not be looked for by two. */
  function look(isWanted: () => boolean): Promise<void> {
    looking = looking.then(() => (isWanted() ? findNext() : undefined));
    return looking;
  }

  async function findNext(): Promise<void> {
    const { done, value } = await sets.next();
    if (done) {
      isAtEnd = true;
      return;
    }
    newest = value;
    found.push({ set: value, troubles: untold });
    untold = [];
  }

  function tell(troubles: readonly KnownError[]): void {
    for (const error of troubles) problem(error);
  }

  /** Nobody needs to wait for what went wrong on the way to a set that is waited for anyway. */
  function nextIsAwaited(): boolean {
    if (found.length > 0 || isAtEnd) return false;
    isAwaited = true;
    tell(untold);
    untold = [];
    return true;
  }

  return {
    async peek(count) {
      const isWanted = (): boolean =>
        found.length < count && !isAtEnd && (newest?.members.every(({ rereadable }) => rereadable) ?? false);
      while (isWanted()) await look(isWanted);
      return found.slice(0, count).map(({ set }) => set);
    },
    async *[Symbol.asyncIterator]() {
      try {
        for (;;) {
          await look(nextIsAwaited);
          isAwaited = false;
          const next = found.shift();
          if (next === undefined) {
            tell(untold);
            return;
          }
          tell(next.troubles);
          yield next.set;
        }
      } finally {
        await sets.return?.();
      }
    },
  };
}
