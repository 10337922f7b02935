import { countNewlines, createRegexpScanner } from './regexp-scanner.ts';
import type { Scanner } from './scanner.ts';
import { createSimdNewlineCounter, createSimdScanner } from './simd-scanner.ts';

export type { Scanner } from './scanner.ts';

/** The fastest scanner this engine can run. All find the same. */
export function createScanner(needles: readonly string[]): Scanner {
  return createSimdScanner(needles) ?? createRegexpScanner(needles);
}

/** What counts newlines fastest, for bytes in which nothing is looked for. */
export function createNewlineCounter(): (chunk: Uint8Array) => number {
  return createSimdNewlineCounter() ?? countNewlines;
}
