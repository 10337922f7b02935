import { isCount, isObject, parsePosition, type StreamPosition } from '../position.ts';
import { type FileIdentity, parseIdentity } from './identity.ts';

/** A checkpoint of a followed file, in a form that survives JSON. */
export interface FilePosition {
  readonly version: 1;
  readonly stream: StreamPosition;
  /** The file that holds the anchor, as it was up to there; null where there was no file yet. */
  readonly file: FileIdentity | null;
  /** The file that holds the place reached, which may be another: where to go on when the first is gone. */
  readonly reachedFile: FileIdentity | null;
  /** When this was true: files written since are newer. */
  readonly atMs: number;
}

export function parseFilePosition(value: unknown): FilePosition | null {
  if (!isObject(value) || value.version !== 1 || !isCount(value.atMs)) return null;
  const stream = parsePosition(value.stream);
  return (
    stream && {
      version: 1,
      stream,
      file: parseIdentity(value.file),
      reachedFile: parseIdentity(value.reachedFile),
      atMs: value.atMs,
    }
  );
}
