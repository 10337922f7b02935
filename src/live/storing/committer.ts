import type { KernelRecord } from '../../../parsers/model/record.ts';
import type { FileCoverage } from '../../ingest/sink.ts';
import { StoreError } from '../../store/store-error.ts';
import type { AppendResult, FileIdentity, StoredRecord, StoredSample, Timeline } from '../../store/timeline.ts';

/** Facts of one source with the position they reach: committed together or not at all. */
export interface Contribution {
  readonly records?: readonly StoredRecord[];
  readonly outgrown?: readonly { readonly id: string; readonly path: string }[];
  readonly files?: readonly FileIdentity[];
  readonly coverage?: readonly FileCoverage[];
  readonly samples?: readonly StoredSample[];
  readonly checkpoint?: { readonly source: string; readonly position: unknown };
}

export interface CommitterEvents {
  /** Records that were offered in one commit, and what they came to. */
  committed(records: readonly KernelRecord[], result: AppendResult): void;
  /** Storing stopped with this sentence; null: it goes on. */
  paused(message: string | null): void;
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
/** `samplesAtOnce`: 2000 points take as long as a record may take, and nothing is read meanwhile. */
const most = { waitingRecords: 64, waitingSamples: 20_000, samplesAtOnce: 1000 } as const;
/** Records do not wait for samples, unless so many have come together. */
const samplesBesideRecords = 5000;
/** Trouble that passes by itself or by somebody's hand. */
const passing: ReadonlySet<string> = new Set(['full', 'locked', 'io']);

export function createCommitter(timeline: Timeline, events: CommitterEvents): Committer {
  let records: StoredRecord[] = [];
  let outgrown: { id: string; path: string }[] = [];
  let files: FileIdentity[] = [];
  let samples: StoredSample[] = [];
  const coverage = new Map<string, FileCoverage>();
  const checkpoints = new Map<string, unknown>();
  const waiters: (() => void)[] = [];
  let timer: NodeJS.Timeout | null = null;
  let dueMs = Number.POSITIVE_INFINITY;
  let isNext = false;
  let committing: Promise<void> | null = null;
  let pausedBecause: string | null = null;
  let closed = false;
  const totals = { records: 0, points: 0, droppedSamples: 0 };

  const isFull = (): boolean => records.length >= most.waitingRecords;
  const isEmpty = (): boolean =>
    records.length + outgrown.length + samples.length + files.length + coverage.size + checkpoints.size === 0;

  function due(inMs: number): void {
    if (closed) return;
    const atMs = performance.now() + inMs;
    if (isNext || (timer !== null && atMs >= dueMs)) return;
    if (timer !== null) clearTimeout(timer);
    timer = null;
    if (inMs === 0) {
      isNext = true;
      // A timer of 0 is one of 1 ms, a tenth of what a record may take.
      setImmediate(() => {
        isNext = false;
        if (!closed) void commit();
      });
      return;
    }
    dueMs = atMs;
    timer = setTimeout(() => {
      timer = null;
      void commit();
    }, inMs);
  }

  function commit(): Promise<void> {
    committing ??= commitNow().finally(() => {
      committing = null;
      if (!isEmpty()) due(pausedBecause === null ? (records.length > 0 ? 0 : samplesWaitMs) : retryMs);
      if (!isFull()) for (const wake of waiters.splice(0)) wake();
    });
    return committing;
  }

  const samplesNow = (): number =>
    records.length > 0 && samples.length < samplesBesideRecords ? 0 : most.samplesAtOnce;

  async function commitAll(): Promise<void> {
    await committing;
    // What sources bring meanwhile is not waited for.
    let left = 1 + Math.ceil(samples.length / most.samplesAtOnce);
    do await commit();
    while (left-- > 0 && pausedBecause === null && !isEmpty());
  }

  async function commitNow(): Promise<void> {
    if (isEmpty()) return;
    const batch = {
      records,
      outgrown,
      files,
      samples: samples.splice(0, samplesNow()),
      coverage: [...coverage.values()],
      checkpoints: [...checkpoints].map(([source, position]) => ({ source, position })),
    };
    records = [];
    outgrown = [];
    files = [];
    coverage.clear();
    checkpoints.clear();
    try {
      const result = await timeline.append(batch);
      // A fuller version comes as a fresh record beside the one that it takes the place of.
      totals.records += result.fresh - batch.outgrown.length;
      totals.points += result.points.fresh;
      resumed();
      if (batch.records.length > 0)
        events.committed(
          batch.records.map(({ record }) => record),
          result,
        );
    } catch (error) {
      if (!(error instanceof StoreError) || !passing.has(error.trouble)) throw error;
      putBack(batch);
      if (pausedBecause === null) events.paused(error.message);
      pausedBecause = error.message;
    }
  }

  function resumed(): void {
    if (pausedBecause !== null) events.paused(null);
    pausedBecause = null;
  }

  function putBack(batch: {
    readonly records: StoredRecord[];
    readonly outgrown: { id: string; path: string }[];
    readonly files: FileIdentity[];
    readonly samples: StoredSample[];
    readonly coverage: readonly FileCoverage[];
    readonly checkpoints: readonly { readonly source: string; readonly position: unknown }[];
  }): void {
    records = [...batch.records, ...records];
    outgrown = [...batch.outgrown, ...outgrown];
    files = [...batch.files, ...files];
    samples = [...batch.samples, ...samples];
    for (const row of batch.coverage) if (!coverage.has(row.path)) coverage.set(row.path, row);
    for (const { source, position } of batch.checkpoints)
      if (!checkpoints.has(source)) checkpoints.set(source, position);
    boundSamples();
  }

  function boundSamples(): void {
    const excess = samples.length - most.waitingSamples;
    if (excess <= 0) return;
    samples = samples.slice(excess);
    totals.droppedSamples += excess;
  }

  return {
    add(contribution) {
      records.push(...(contribution.records ?? []));
      outgrown.push(...(contribution.outgrown ?? []));
      files.push(...(contribution.files ?? []));
      samples.push(...(contribution.samples ?? []));
      for (const row of contribution.coverage ?? []) coverage.set(row.path, row);
      const { checkpoint } = contribution;
      if (checkpoint) checkpoints.set(checkpoint.source, checkpoint.position);
      boundSamples();
      if (pausedBecause !== null) due(retryMs);
      else if (records.length + outgrown.length > 0) due(0);
      else due(samples.length > 0 ? samplesWaitMs : positionsWaitMs);
    },
    room: () => (isFull() ? new Promise((resolve) => waiters.push(resolve)) : Promise.resolve()),
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
      return totals.droppedSamples;
    },
    async close() {
      if (timer !== null) clearTimeout(timer);
      await commitAll();
      closed = true;
      if (timer !== null) clearTimeout(timer);
      for (const wake of waiters.splice(0)) wake();
    },
  };
}
