import type { Degradation } from './degradation.ts';
import { createOwnRoom } from './own-room.ts';

/**
 * Looks once a second at how hard it is for us; a sentence where something is given up for it, or is not any more.
 * `availableBytes`: what the machine has left, null where nobody measures it.
 */
export function createStrainWatch(
  degradation: Degradation,
  availableBytes: () => number | null,
  tickMs: number,
): () => string | null {
  const ownRoom = createOwnRoom();
  let tickedMs = performance.now();
  return () => {
    const atMs = performance.now();
    const lateMs = atMs - tickedMs - tickMs;
    tickedMs = atMs;
    const free = [ownRoom(), availableBytes()].filter((bytes) => bytes !== null);
    return degradation.look({ lateMs, freeBytes: free.length === 0 ? null : Math.min(...free) });
  };
}
