/**
 * One line of a file as the line layer cuts it: `text` is latin1 (one character is one byte, so every byte survives and
 * offsets stay true), without its line end. `cut` says that the line was longer than the cap and only its head is here.
 */
export interface Line {
  readonly path: string;
  readonly text: string;
  readonly line: number;
  readonly byteStart: number;
  readonly byteEnd: number;
  readonly cut: boolean;
  /** True for a last line without a newline: a number at its end may have lost digits. Absent where nobody looked. */
  readonly unterminated?: boolean;
  /** Lines of the file that were put together to this one, where they are more than one. */
  readonly lines?: number;
}
