import type { SourceChoice } from '../choose-sources.ts';
import type { LiveState, SourceState } from '../live-state.ts';
import { openSource, type ReadingOptions, type SourceSurroundings } from './open-source.ts';
import type { Source } from './source.ts';

/** All sources of a session, and what they gave. */
export interface FollowedSources extends Pick<LiveState, 'lines' | 'linesPerSecond'> {
  readonly states: readonly SourceState[];
  /** Resolves when every source has come to its end; never while one goes on. */
  readonly ended: Promise<void>;
  /** Once a second. */
  tick(): void;
  stop(): Promise<void>;
}

const mostLines = 20;

/** Begins to follow these, and resolves when all that is written from then on is seen. What cannot be followed is said. */
export async function followSources(
  choices: readonly SourceChoice[],
  options: ReadingOptions,
  surroundings: Omit<SourceSurroundings, 'saw'>,
): Promise<FollowedSources> {
  const sources: Source[] = [];
  let lines: { source: string; text: string }[] = [];
  let linesBefore = 0;
  let linesPerSecond = 0;
  for (const choice of choices) {
    const source = await openSource(choice, options, {
      ...surroundings,
      saw(name, text) {
        lines = [...lines, { source: name, text }].slice(-mostLines);
      },
    });
    if (source !== null) sources.push(source);
  }
  await Promise.all(sources.map(({ ready }) => ready));

  return {
    get lines() {
      return lines;
    },
    get linesPerSecond() {
      return linesPerSecond;
    },
    get states() {
      return sources.map(({ state }) => state);
    },
    ended: Promise.all(sources.map(({ ended }) => ended)).then(() => undefined),
    tick() {
      for (const source of sources) source.tick();
      const total = sources.reduce((sum, { state }) => sum + state.lines, 0);
      linesPerSecond = total - linesBefore;
      linesBefore = total;
    },
    async stop() {
      await Promise.all(sources.map((source) => source.stop()));
    },
  };
}
