/**
 * The byte address every fact carries, so that each claim can be checked against the log.
 *
 * `byteStart` and `byteEnd` count bytes of the decompressed stream of `path` (end exclusive, the newline of the last
 * line not included). `line` is 1-based and names the first line, `lines` says how many lines the fact spans.
 * A member of an archive is named `archive.tar.gz:member/path`.
 */
export interface Span {
  readonly path: string;
  readonly line: number;
  readonly byteStart: number;
  readonly byteEnd: number;
  readonly lines: number;
}
