import { createScanner } from '../../scan/index.ts';
import type { Scanner } from '../../scan/scanner.ts';

/** All that is held of files that were unpacked before their turn. */
const mostHeldBytes = 16 << 20;
/** Before what is put back stands room for the lines that its reader holds of the piece before. */
export const roomBytes = 64 * 1024;
/** So large is a piece at most. */
const mostBytes = 1 << 20;
const memoryBytes = roomBytes + mostBytes;

/** What those that are unpacked ahead share. */
export interface Shared {
  /** Adds to what they hold together, or takes away from it where it is negative. */
  hold(bytes: number): void;
  /** They hold as much as they may. */
  readonly isFull: boolean;
  /** Resolves when that may have changed. */
  change(): Promise<void>;
  takeScanner(): Scanner;
  giveBack(scanner: Scanner): void;
  /** For the one that is being read. */
  readonly memory: Buffer;
}

export function createShared(needles: readonly string[]): Shared {
  let held = 0;
  let memory: Buffer | null = null;
  const wake: (() => void)[] = [];
  const scanners: Scanner[] = [];
  return {
    hold(bytes) {
      held += bytes;
      if (bytes > 0) return;
      for (const each of wake.splice(0)) each();
    },
    get isFull() {
      return held >= mostHeldBytes;
    },
    change: () =>
      new Promise((resolve) => {
        wake.push(resolve);
      }),
    takeScanner: () => scanners.pop() ?? createScanner(needles),
    giveBack: (scanner) => void scanners.push(scanner),
    get memory() {
      memory ??= Buffer.allocUnsafeSlow(memoryBytes);
      return memory;
    },
  };
}
