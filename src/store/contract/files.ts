/**
 * What tells one file from another that later has its name.
 *
 * `headHash` is a hash of the first `headBytes` bytes. A file whose head is shorter than the known one, or as long and
 * different, is another file; a longer head is the same file, grown.
 */
export interface FileIdentity {
  readonly path: string;
  readonly directory: string;
  readonly sizeBytes: number | null;
  readonly mtimeUs: number | null;
  readonly headBytes: number;
  readonly headHash: string;
}

/** The newest file known under a path. */
export interface KnownFile {
  readonly path: string;
  readonly directory: string;
  readonly sizeBytes: number | null;
  readonly mtimeUs: number | null;
  readonly headBytes: number | null;
  readonly headHash: string | null;
  /** Of the parsers that read it first. */
  readonly parserVersion: number;
  /** True between `beginRenewal` and `endRenewal`. */
  readonly renewing: boolean;
}
