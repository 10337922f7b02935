/** What every extractor states about its record besides the facts of its kind. */
export interface RecordBasics {
  /** True if every line this kind of record must have was seen. */
  readonly complete: boolean;
  /** Machine-readable words: `head-missing`, `kill-line-missing`, `task-table-cut`, `superseded`, `interleaved`, ... */
  readonly problems: readonly string[];
  /** `uname -r` as a line of the record prints it, null where none does. */
  readonly kernelRelease: string | null;
}
