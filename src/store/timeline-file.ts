import { closeSync, openSync, readSync } from 'node:fs';

const magic = 'SQLite format 3\0';

/** Whether a path is a saved timeline: its first bytes say so. */
export function isTimelineFile(path: string): boolean {
  try {
    const fd = openSync(path, 'r');
    try {
      const head = Buffer.alloc(magic.length);
      return readSync(fd, head, 0, head.length, 0) === head.length && head.toString('latin1') === magic;
    } finally {
      closeSync(fd);
    }
  } catch {
    return false;
  }
}
