import type { KernelRecord } from '../../../parsers/model/record.ts';
import { StoreError } from '../../store/store-error.ts';
import type { AppendResult, Timeline } from '../../store/timeline.ts';
import { createEarliestTimer } from './earliest-timer.ts';
import { type Checkpoint, type Contribution, createWaitingFacts, most, type Outgrown } from './waiting-facts.ts';

export type { Contribution } from './waiting-facts.ts';

/** Records that go into one commit, and the versions whose place they take. */
export interface Offered {
  readonly records: readonly KernelRecord[];
  readonly outgrown: readonly Outgrown[];
}

export interface CommitterEvents {
  /** What must be known as soon as these records are stored: goes into the same commit. */
  beside?(offered: Offered): readonly Checkpoint[];
  /** What was offered, and what it came to. */
  committed(offered: Offered, result: AppendResult): void;
  /** Storing stopped with this sentence; null: it goes on. */
  paused(message: string | null): void;
  /** Records that cannot be stored now; each time it is tried. */
  unstored(offered: Offered): void;
}

/**
 * The one writer. What several sources bring at once goes into one commit, since each commit is one wait for the disk.
 *
 * Positions alone wait for up to a second: losing one costs reading again, never a fact. While the disk is full (or somebody
 * holds the timeline locked) facts wait here: records up to a bound, beyond which `room` holds the sources back, so that
 * the logs themselves keep what comes. Samples beyond theirs are dropped and counted.
 */
export interface Committer {
  add(contribution: Contribution): void;
  /** Resolves when sources may bring more. */
  room(): Promise<void>;
  /** Resolves when everything brought so far is stored, or cannot be. */
  flush(): Promise<void>;
  readonly pausedBecause: string | null;
  readonly records: number;
  readonly points: number;
  readonly droppedSamples: number;
  /** Commits what there is and ends; what cannot be stored now is left to the next run, which reads it again. */
  close(): Promise<void>;
}

const positionsWaitMs = 1000;
const samplesWaitMs = 250;
const retryMs = 1000;

export function createCommitter(timeline: Timeline, events: CommitterEvents): Committer {
  const waiting = createWaitingFacts();
  const waiters: (() => void)[] = [];
  const timer = createEarliestTimer(() => void commit());
  let committing: Promise<void> | null = null;
  let pausedBecause: string | null = null;
  const totals = { records: 0, points: 0 };

  function commit(): Promise<void> {
    committing ??= commitNow().finally(() => {
      committing = null;
      if (!waiting.isEmpty) timer.due(pausedBecause !== null ? retryMs : waiting.records > 0 ? 0 : samplesWaitMs);
      if (!waiting.isFull) wakeAll();
    });
    return committing;
  }

  function wakeAll(): void {
    for (const wake of waiters.splice(0)) wake();
  }

  async function commitAll(): Promise<void> {
    await committing;
    // What sources bring meanwhile is not waited for.
    let left = 1 + Math.ceil(waiting.samples / most.samplesAtOnce);
    do await commit();
    while (left-- > 0 && pausedBecause === null && !waiting.isEmpty);
  }

  async function commitNow(): Promise<void> {
    if (waiting.isEmpty) return;
    const batch = waiting.takeBatch();
    const offered: Offered = { records: batch.records.map(({ record }) => record), outgrown: batch.outgrown };
    try {
      const beside = offered.records.length > 0 ? (events.beside?.(offered) ?? []) : [];
      const result = await timeline.append({ ...batch, checkpoints: [...batch.checkpoints, ...beside] });
      // A fuller version comes as a fresh record beside the one that it takes the place of.
      totals.records += result.fresh - batch.outgrown.length;
      totals.points += result.points.fresh;
      if (pausedBecause !== null) events.paused(null);
      pausedBecause = null;
      if (offered.records.length > 0) events.committed(offered, result);
    } catch (error) {
      // A disk that is full, read-only or broken is somebody's to mend: meanwhile there is somebody to tell.
      if (!(error instanceof StoreError)) throw error;
      waiting.putBack(batch);
      if (pausedBecause === null) events.paused(error.message);
      pausedBecause = error.message;
      events.unstored(offered);
    }
  }

  return {
    add(contribution) {
      waiting.add(contribution);
      if (pausedBecause !== null) timer.due(retryMs);
      else if (waiting.records + waiting.outgrown > 0) timer.due(0);
      else timer.due(waiting.samples > 0 ? samplesWaitMs : positionsWaitMs);
    },
    room: () => (waiting.isFull ? new Promise((resolve) => waiters.push(resolve)) : Promise.resolve()),
    async flush() {
      await committing;
      if (pausedBecause === null) await commitAll();
    },
    get pausedBecause() {
      return pausedBecause;
    },
    get records() {
      return totals.records;
    },
    get points() {
      return totals.points;
    },
    get droppedSamples() {
      return waiting.droppedSamples;
    },
    async close() {
      timer.clear();
      await commitAll();
      timer.end();
      wakeAll();
    },
  };
}
