import type { FileCoverage } from '../../ingest/sink.ts';
import type { FileIdentity } from './files.ts';
import type { StoredRecord } from './records.ts';
import type { StoredSample } from './samples.ts';

/** Position of a reader in its source. The timeline does not look into `position`; it must survive JSON. */
export interface Checkpoint {
  readonly source: string;
  readonly position: unknown;
}

/** What one commit brings: facts and the position they reach belong together. */
export interface Batch {
  readonly records: readonly StoredRecord[];
  readonly samples: readonly StoredSample[];
  readonly coverage: readonly FileCoverage[];
  /** Identity of files that this batch or a later one draws from; before the first fact of a file, if it is known. */
  readonly files?: readonly FileIdentity[];
  /**
   * Records that a fuller version in this or an earlier batch takes the place of, as their source gave them: a record that
   * another file gave as well stays for that file. Unknown ids do no harm.
   */
  readonly outgrown?: readonly { readonly id: string; readonly path: string }[];
  readonly checkpoints?: readonly Checkpoint[];
}

/** What an append came to. `fresh`, `duplicate` and `renewed` count records. */
export interface AppendResult {
  readonly fresh: number;
  readonly duplicate: number;
  /** Known records whose body was replaced: by a newer parser, or because their file is being read anew. */
  readonly renewed: number;
  readonly points: {
    readonly fresh: number;
    readonly duplicate: number;
    readonly renewed: number;
    /** The series has another value at that time. The first one stays. */
    readonly conflicting: number;
    /** Not a finite value at a whole microsecond: not stored. */
    readonly refused: number;
  };
}
