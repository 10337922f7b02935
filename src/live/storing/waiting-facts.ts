import type { FileCoverage } from '../../ingest/sink.ts';
import type { FileIdentity, StoredRecord, StoredSample } from '../../store/timeline.ts';

/** Facts of one source with the position they reach: committed together or not at all. */
export interface Contribution {
  readonly records?: readonly StoredRecord[];
  readonly outgrown?: readonly Outgrown[];
  readonly files?: readonly FileIdentity[];
  readonly coverage?: readonly FileCoverage[];
  readonly samples?: readonly StoredSample[];
  readonly checkpoint?: Checkpoint;
}

/** A version of a record whose place a fuller one takes: `by`. */
export interface Outgrown {
  readonly id: string;
  readonly path: string;
  readonly by: string;
}

export interface Checkpoint {
  readonly source: string;
  readonly position: unknown;
}

/** What goes into one commit. */
export interface Batch {
  readonly records: readonly StoredRecord[];
  readonly outgrown: readonly Outgrown[];
  readonly files: readonly FileIdentity[];
  readonly samples: readonly StoredSample[];
  readonly coverage: readonly FileCoverage[];
  readonly checkpoints: readonly Checkpoint[];
}

/** What sources brought and no commit has taken yet. Of a source's positions, and of a log's coverage, the newest one waits. */
export interface WaitingFacts {
  add(contribution: Contribution): void;
  /** Everything but samples, of which so many go along as do not keep records waiting. */
  takeBatch(): Batch;
  /** A batch that could not be committed waits again, before what came meanwhile. */
  putBack(batch: Batch): void;
  readonly isEmpty: boolean;
  /** So many records wait that sources must not bring more. */
  readonly isFull: boolean;
  readonly records: number;
  readonly outgrown: number;
  readonly samples: number;
  /** Samples that were too many to wait. */
  readonly droppedSamples: number;
}

/** `samplesAtOnce`: 2000 points take as long as a record may take, and nothing is read meanwhile. */
export const most = { waitingRecords: 64, waitingSamples: 20_000, samplesAtOnce: 1000 } as const;
/** Records do not wait for samples, unless so many have come together. */
const samplesBesideRecords = 5000;

export function createWaitingFacts(): WaitingFacts {
  let records: StoredRecord[] = [];
  let outgrown: Outgrown[] = [];
  let files: FileIdentity[] = [];
  let samples: StoredSample[] = [];
  let droppedSamples = 0;
  const coverage = new Map<string, FileCoverage>();
  const positions = new Map<string, unknown>();

  const samplesNow = (): number =>
    records.length > 0 && samples.length < samplesBesideRecords ? 0 : most.samplesAtOnce;

  /** The oldest go first. */
  function boundSamples(): void {
    const excess = samples.length - most.waitingSamples;
    if (excess <= 0) return;
    samples = samples.slice(excess);
    droppedSamples += excess;
  }

  return {
    add(contribution) {
      records.push(...(contribution.records ?? []));
      outgrown.push(...(contribution.outgrown ?? []));
      files.push(...(contribution.files ?? []));
      samples.push(...(contribution.samples ?? []));
      for (const row of contribution.coverage ?? []) coverage.set(row.path, row);
      const { checkpoint } = contribution;
      if (checkpoint) positions.set(checkpoint.source, checkpoint.position);
      boundSamples();
    },
    takeBatch() {
      const batch = {
        records,
        outgrown,
        files,
        samples: samples.splice(0, samplesNow()),
        coverage: [...coverage.values()],
        checkpoints: [...positions].map(([source, position]) => ({ source, position })),
      };
      records = [];
      outgrown = [];
      files = [];
      coverage.clear();
      positions.clear();
      return batch;
    },
    putBack(batch) {
      records = [...batch.records, ...records];
      outgrown = [...batch.outgrown, ...outgrown];
      files = [...batch.files, ...files];
      samples = [...batch.samples, ...samples];
      for (const row of batch.coverage) if (!coverage.has(row.path)) coverage.set(row.path, row);
      for (const { source, position } of batch.checkpoints) if (!positions.has(source)) positions.set(source, position);
      boundSamples();
    },
    get isEmpty() {
      return records.length + outgrown.length + samples.length + files.length + coverage.size + positions.size === 0;
    },
    get isFull() {
      return records.length >= most.waitingRecords;
    },
    get records() {
      return records.length;
    },
    get outgrown() {
      return outgrown.length;
    },
    get samples() {
      return samples.length;
    },
    get droppedSamples() {
      return droppedSamples;
    },
  };
}
