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
  /**
   * The text again where all its bytes are ASCII and whoever cut the line saw that; it may be absent. Who takes the text apart need
   * not keep it: it says nothing of another text.
   */
  readonly asciiText?: string | null;
  /** True for a last line without a newline: a number at its end may have lost digits. Absent where nobody looked. */
  readonly unterminated?: boolean;
  /** Lines of the file that were put together to this one, where they are more than one. */
  readonly lines?: number;
}
