import { KnownError } from '../../errors.ts';
import { cleanText } from '../../views/sanitize.ts';

/** The place of some bytes in the decompressed stream of `path`. */
interface Place {
  readonly path: string;
  readonly line: number;
  readonly byteStart: number;
  readonly byteEnd: number;
}

/** Pipes and rings give their bytes once. */
const readOnce: readonly string[] = ['-', 'journalctl', '/dev/kmsg'];

/** Of the places that can be read again the one with the shortest text: a kern.log rather than the same in JSON. */
export function rereadable<Where extends Place>(places: readonly Where[]): Where | null {
  const length = ({ byteStart, byteEnd }: Where): number => byteEnd - byteStart;
  return places
    .filter(({ path }) => !readOnce.includes(path))
    .reduce<Where | null>((best, place) => (best === null || length(place) < length(best) ? place : best), null);
}

/**
 * Reads the bytes of a place again, whatever they are packed in, and gives them as lines with their numbers, fit for a
 * terminal. `paths` are those under which the place was found. Throws a `KnownError` where it is gone.
 */
export async function rawLines({ path, line, byteStart, byteEnd }: Place, paths: readonly string[]): Promise<string[]> {
  const { discover } = await import('../../sources/discover.ts');
  const troubles: KnownError[] = [];
  const problem = (error: KnownError): void => void troubles.push(error);
  for await (const { members } of discover(paths, problem)) {
    const source = members.find((member) => member.path === path);
    if (source === undefined) continue;
    const pieces: Uint8Array[] = [];
    let offset = 0;
    for await (const chunk of source.chunks(problem)) {
      const piece = chunk.subarray(Math.max(0, byteStart - offset), Math.max(0, byteEnd - offset));
      if (piece.length > 0) pieces.push(Uint8Array.from(piece));
      offset += chunk.length;
      if (offset >= byteEnd) break;
    }
    const lines = Buffer.concat(pieces).toString('utf8').split(/\r?\n/);
    const cells = String(line + lines.length - 1).length;
    return lines.map((text, index) => `${String(line + index).padStart(cells)}  ${cleanText(text)}`);
  }
  throw troubles[0] ?? new KnownError(`${path}: cannot be found again, so its lines cannot be shown`);
}
