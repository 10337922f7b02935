import type { Stats } from 'node:fs';
import type { KnownError } from '../errors.ts';

/** One stream of bytes, decompressed and unpacked, with the name that spans will carry. */
export interface ByteSource {
  /** The path as the user would write it; members of an archive as `archive.tar.gz:member`. `-` for standard input. */
  readonly path: string;
  /**
   * Directory that counts for joining samples and logs: the folder of the file, or the archive with the member's folder
   * (`archive.tar.gz:var/log`). Standard input has none: `-`.
   */
  readonly directory: string;
  /** Modification time of the file (of the archive member where the archive states one), null for pipes. */
  readonly modifiedMs: number | null;
  /** Size of the file on disk in bytes (compressed where it is compressed), null where unknown: for progress. */
  readonly sizeBytes: number | null;
  /**
   * The decompressed bytes, in chunks of at most 1 MiB and of any size below (a pipe gives what it has). Who wants no more
   * than the begin says so with `chunkBytes`: a file is then read by chunks of that size.
   *
   * **A chunk is valid until the next one is asked for**: its memory is then used again, so copy what must stay.
   * Trouble in the middle (a gz that ends early) does not throw: it is reported through `problem`, with the number of
   * bytes that were good, and the stream ends, so that what was readable is used.
   *
   * A plain file is read to the size it had when it was opened, so that a growing log comes to an end; one without a
   * size (`/proc/meminfo`) to its end. UTF-16 comes as UTF-8 and a binary journal as the JSON lines of
   * `journalctl -o json`: offsets then count these bytes.
   *
   * Files may be read again; a pipe and a member of an archive only once, and before the next set is asked for: what
   * is not read by then is gone.
   */
  chunks(problem: (error: KnownError) => void, chunkBytes?: number): AsyncIterable<Uint8Array>;
  /** True where `chunks` may be called again and gives the same bytes: a file, and no pipe or member of an archive. */
  readonly rereadable?: boolean;
  /** The regular file that holds these bytes, plain or packed: another thread may open it by itself. Absent for all else. */
  readonly file?: FileFacts;
  /** Of a regular file: its bytes are not the text itself, they are packed or in another encoding. Absent: they are, or nobody knows. */
  readonly isWrapped?: boolean;
}

/** A file as it was when it was found. */
export type FileFacts = Pick<Stats, 'dev' | 'ino' | 'size' | 'mtimeMs'>;

/**
 * Sources that are one log: a rotated set, oldest first (`kern.log.2.gz`, `kern.log.1`, `kern.log`), or a single file.
 * Records may go on from one member to the next. Members of archives always come as sets of one, in the archive's
 * order, since an archive is read in one pass.
 */
export interface SourceSet {
  /** The name of the newest member. */
  readonly name: string;
  readonly members: readonly ByteSource[];
}
