import type { Sighting } from './sighting.ts';

/** One boot in one file: what shares a clock without proof. */
export function segmentOf({ source, host, bootId, bootIndex }: Sighting): string {
  return [source.path, host, bootId, bootIndex].join('\0');
}
