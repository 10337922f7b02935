import { countNewlines, createRegexpScanner } from './regexp-scanner.ts';
import type { CreateScanner } from './scanner.ts';
import { createSimdNewlineCounter, createSimdScanner } from './simd-scanner.ts';

export type { PlacedNeedle, Scanner } from './scanner.ts';
export { placedNeedles } from './simd-scanner.ts';

/** The fastest scanner this engine can run. All find the same. */
export const createScanner: CreateScanner = (needles, placed) =>
  createSimdScanner(needles, placed) ?? createRegexpScanner(needles);

/** What counts newlines fastest, for bytes in which nothing is looked for. */
export function createNewlineCounter(): (chunk: Uint8Array) => number {
  return createSimdNewlineCounter() ?? countNewlines;
}
