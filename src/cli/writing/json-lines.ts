import { isAscii } from 'node:buffer';
import { createTextBytes, type TextBytes } from '../../ingest/text-bytes.ts';
import { cleanJson } from '../../views/sanitize.ts';
import type { Output } from './output.ts';

/** Writes rows as JSON lines at the pace of the reader. */
export interface JsonLines {
  /** `pieces` are the row's JSON one behind the other, as text or UTF-8, where the caller has them. */
  add(row: object, pieces?: readonly (string | Uint8Array)[]): void;
  /** Resolves when more rows can be taken; rejects as `Output.write` does. */
  flush(): Promise<void>;
  end(): Promise<void>;
}

/** Bytes written at once: enough that a write is worth its cost, little enough to hold. */
const batchBytes = 64 * 1024;
const del = 0x7f;

/**
 * Rows are turned into bytes as they come, so that no record outlives its line, nor its text. JSON.stringify does it: the encoder of
 * `ndjson` looks for cycles in every value and took a fifth of the time of a log full of reports.
 */
export function createJsonLines(out: Output): JsonLines {
  let batch = createTextBytes(2 * batchBytes);
  /** Batches whose bytes were taken. Fresh memory for each would make the garbage collector go through the old heap again and again. */
  const idle: TextBytes[] = [];
  let written: Promise<void> = Promise.resolve();

  function write(): void {
    const full = batch;
    const bytes = full.bytes();
    batch = idle.pop() ?? createTextBytes(2 * batchBytes);
    const reuse = (): void => {
      full.clear();
      idle.push(full);
    };
    if (isAscii(bytes) && !bytes.includes(del)) written = out.write(bytes, reuse);
    else {
      written = out.write(cleanJson(bytes.toString()));
      reuse();
    }
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
