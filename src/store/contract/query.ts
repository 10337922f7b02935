/** An integer beyond 2^53 comes as bigint, a blob as bytes. */
export type Cell = number | bigint | string | Uint8Array | null;

/** What a statement gives. */
export interface QueryResult {
  readonly columns: readonly string[];
  /** To be read once. Trouble on the way is thrown as a `StoreError`. */
  readonly rows: AsyncIterable<readonly Cell[]>;
  /** True if the limit cut the rows off; known after the last row. */
  readonly truncated: () => boolean;
}
