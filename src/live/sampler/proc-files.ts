import { closeSync, openSync, readSync } from 'node:fs';

const buffer = Buffer.alloc(256 * 1024);

/**
 * Reads a small file of /proc or /sys whole, as latin1; null where it is not there (a process ended) or not allowed.
 *
 * Synchronous: these files are made in memory by the kernel, and a trip through the thread pool costs ten times what the
 * reading does. Nothing is read here that waits for another process's memory lock (cmdline, smaps).
 */
export function readProc(path: string): string | null {
  let fd: number;
  try {
    fd = openSync(path, 'r');
  } catch {
    return null;
  }
  try {
    return textOf(fd);
  } catch {
    return null;
  } finally {
    closeSync(fd);
  }
}

/** A file that is read again and again stays open: opening costs as much as reading. */
export function keepOpen(path: string): { read(): string | null; close(): void } {
  let fd: number | null = null;
  try {
    fd = openSync(path, 'r');
  } catch {
    // Not on this kernel, or not allowed.
  }
  return {
    read() {
      if (fd === null) return null;
      try {
        return textOf(fd);
      } catch {
        return null;
      }
    },
    close() {
      if (fd !== null) closeSync(fd);
      fd = null;
    },
  };
}

function textOf(fd: number): string {
  let filled = 0;
  for (;;) {
    const count = readSync(fd, buffer, filled, buffer.length - filled, filled);
    filled += count;
    if (count === 0 || filled === buffer.length) return buffer.toString('latin1', 0, filled);
  }
}
