import { isCount, isObject, type Place, parsePlace, parsePosition, type StreamPosition } from '../position.ts';
import { type FileIdentity, parseIdentity } from './identity.ts';

/** How far a rotated file was read that somebody may still write to. */
export interface LatePosition {
  readonly identity: FileIdentity;
  readonly place: Place;
}

/** A checkpoint of a followed file, in a form that survives JSON. */
export interface FilePosition {
  readonly version: 1;
  readonly stream: StreamPosition;
  /** The file that holds the anchor, as it was up to there; null where there was no file yet. */
  readonly file: FileIdentity | null;
  /** The file that holds the place reached, which may be another: where to go on when the first is gone. */
  readonly reachedFile: FileIdentity | null;
  /** Rotated files that may have got more since they were left. */
  readonly late: readonly LatePosition[];
  /** When the file that holds the place reached was written last: files written since are newer. */
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
      late: parseLate(value.late),
      atMs: value.atMs,
    }
  );
}

/** None in a position of a version that kept none. */
function parseLate(value: unknown): readonly LatePosition[] {
  if (!Array.isArray(value)) return [];
  return value.flatMap((one: unknown): LatePosition[] => {
    if (!isObject(one)) return [];
    const identity = parseIdentity(one.identity);
    const place = parsePlace(one.place);
    return identity && place ? [{ identity, place }] : [];
  });
}
