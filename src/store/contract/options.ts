export interface TimelineOptions {
  /** Path of the timeline, or null for a temporary one that leaves nothing behind, even after a crash. */
  readonly file: string | null;
  /** `write` makes the file where there is none and brings an older one up to date; `read` never changes it. */
  readonly mode: 'write' | 'read';
  /**
   * What a commit survives. `process` (default): the end of the process, however hard; after a power loss the newest
   * commits may be missing, together with the positions they reached, so that what files still hold is read again.
   * `power`: records survive power loss too, at one fsync for each commit that holds any; for sources that cannot be read
   * again, such as /dev/kmsg. Samples are synced with the next record, or when the log is moved into the file.
   */
  readonly durability?: 'process' | 'power';
  /** How long to wait for another process's commit. */
  readonly busyTimeoutMs?: number;
  /** Pages that each connection to a file may keep in memory. Null (default): as many as make a large import fast. */
  readonly cacheKiB?: number | null;
  /** Of the parsers whose records are appended; for tests. */
  readonly parserVersion?: number;
}
