import { isAscii } from 'node:buffer';
import { createTextBytes } from '../ingest/text-bytes.ts';
import { cleanJson } from '../views/sanitize.ts';
import type { Output } from './output.ts';

/** Writes rows as JSON lines at the pace of the reader. */
export interface JsonLines {
  /** `pieces` are the row's JSON one behind the other, as text or UTF-8, where the caller has them. */
  add(row: object, pieces?: readonly (string | Uint8Array)[]): void;
  /** Resolves when more rows can be taken; rejects as `Output.write` does. */
  flush(): Promise<void>;
  end(): Promise<void>;
}

/** So much is written at once: enough that a write is worth its cost, little enough to hold. */
const batchBytes = 64 * 1024;
const del = 0x7f;

/**
 * Rows are turned into bytes as they come, so that no record outlives its line, nor its text. JSON.stringify does it: the encoder of
 * `ndjson` looks for cycles in every value and took a fifth of the time of a log full of reports.
 */
export function createJsonLines(out: Output): JsonLines {
  const batch = createTextBytes(2 * batchBytes);
  let written: Promise<void> = Promise.resolve();

  function write(): void {
    const bytes = batch.bytes();
    const clean = isAscii(bytes) && !bytes.includes(del) ? Buffer.from(bytes) : cleanJson(bytes.toString());
    batch.clear();
    written = out.write(clean);
    // A failed write is told at the next flush, and by every write after it; nobody waits for it before.
    written.catch(() => {});
  }

  function settle(): Promise<void> {
    if (batch.length > 0) write();
    return written;
  }

  return {
    add(row, pieces = [JSON.stringify(row)]) {
      for (const piece of pieces) batch.add(piece);
      batch.add('\n');
      if (batch.length >= batchBytes) write();
    },
    flush: settle,
    end: settle,
  };
}
