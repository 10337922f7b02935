import type { Line } from '../../model/line.ts';
import type { Stamp } from '../../model/stamp.ts';
import { type Emit, entryOf, spanOf, unknownHead } from './entry.ts';

/**
 * Emits what a container's program printed. The writer is always `user`: a container has no kernel, and what looks like one's
 * report in there was copied or made up.
 *
 * A long line comes in pieces (16 KiB each); the second and later ones are entries that are not `first`, stream by stream.
 */
export function containerEmitter() {
  const head = { ...unknownHead(), writer: 'user' as const };
  const unfinished = new Set<string>();
  return {
    emit(line: Line, stream: string, stamp: Stamp | null, text: string, isLastPiece: boolean, emit: Emit): void {
      head.stamp = stamp;
      const isFirstPiece = !unfinished.delete(stream);
      if (!isLastPiece) unfinished.add(stream);
      emit(entryOf(spanOf(line), text, head, isFirstPiece));
    },
    forget: () => unfinished.clear(),
  };
}
