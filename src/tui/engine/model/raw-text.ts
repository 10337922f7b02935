/** A piece of a log around an address. */
export interface RawText {
  readonly path: string;
  /** Number of the first line, 1-based. */
  readonly firstLine: number;
  readonly lines: readonly string[];
  /** What a line of a structured log (journal as JSON) says; null where the line is itself what it says. */
  readonly messages: readonly (string | null)[];
  /** Whether the file goes on before and after. */
  readonly cutBefore: boolean;
  readonly cutAfter: boolean;
}
