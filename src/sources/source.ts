import type { KnownError } from '../cli/errors.ts';

/** One stream of bytes, decompressed and unpacked, with the name that spans will carry. */
export interface ByteSource {
  /** The path as the user would write it; members of an archive as `archive.tar.gz:member`. `-` for standard input. */
  readonly path: string;
  /** Directory that counts for joining samples and logs: the folder of the file, or the archive with the member's folder. */
  readonly directory: string;
  /** Modification time of the file (of the archive member where the archive states one), null for pipes. */
  readonly modifiedMs: number | null;
  /** Size of the file on disk in bytes (compressed where it is compressed), null where unknown: for progress. */
  readonly sizeBytes: number | null;
  /**
   * The decompressed bytes. Trouble in the middle (a gz that ends early) does not throw: it is reported through
   * `problem` and the stream ends, so that what was readable is used.
   */
  chunks(problem: (error: KnownError) => void): AsyncIterable<Uint8Array>;
}

/**
 * Sources that are one log: a rotated set, oldest first (`kern.log.2.gz`, `kern.log.1`, `kern.log`), or a single file.
 * Records may go on from one member to the next.
 */
export interface SourceSet {
  /** The name of the newest member. */
  readonly name: string;
  readonly members: readonly ByteSource[];
}
