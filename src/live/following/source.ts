import type { Clock } from '../../ingest/clock.ts';
import type { SourceState } from '../live-state.ts';
import type { Committer } from '../storing/committer.ts';

/** What a source may touch of the session it belongs to. */
export interface SourceContext {
  readonly committer: Committer;
  /** Position of an earlier run, as it was stored; null where there is none. */
  readonly position: unknown;
  /** Read what is there already, where no earlier run says how far that was read. */
  readonly fromStart: boolean;
  readonly pageSizeBytes: number | null;
  readonly newClock: () => Clock;
  readonly nowMs: () => number;
  /** Something a person should hear once: a rotation that lost lines, a source that cannot be read. */
  say(sentence: string): void;
  /** Something about the source changed. */
  changed(): void;
  /** A line that came in, for showing that the source lives. */
  saw(text: string): void;
}

/** One log being followed. */
export interface Source {
  readonly state: SourceState;
  /** Resolves when the source knows where it begins: what is written from then on is seen. */
  readonly ready: Promise<void>;
  /** Resolves when the source has come to its end by itself (standard input), never for one that goes on. */
  readonly ended: Promise<void>;
  /** Once a second: a chance to notice what no event told. */
  tick(): void;
  /** Stops reading; what was read is handed to the committer. */
  stop(): Promise<void>;
}
