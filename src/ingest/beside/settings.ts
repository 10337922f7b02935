/** When small sets are worth another thread, and how far that may be ahead. */
export interface BesideSettings {
  /** So many sets wait before a thread is started: that takes as long as to read some fifty. */
  readonly leastWaiting: number;
  /** Bytes on disk of the sets that are read, or about to be, before their turn. */
  readonly mostBytes: number;
}

export const besideSettings: BesideSettings = { leastWaiting: 32, mostBytes: 4 << 20 };
