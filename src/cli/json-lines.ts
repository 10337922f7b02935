import { cleanJson } from '../views/sanitize.ts';
import type { Output } from './output.ts';

/** Writes rows as JSON lines at the pace of the reader. */
export interface JsonLines {
  /** `text` is the row's JSON, where the caller has it. */
  add(row: object, text?: string): void;
  /** Resolves when more rows can be taken; rejects as `Output.write` does. */
  flush(): Promise<void>;
  end(): Promise<void>;
}

/** So much text is written at once: enough that a write is worth its cost, little enough to hold. */
const batchCharacters = 64 * 1024;

/**
 * Rows are turned into text as they come, so that no record outlives its line. JSON.stringify does it: the encoder of
 * `ndjson` looks for cycles in every value and took a fifth of the time of a log full of reports.
 */
export function createJsonLines(out: Output): JsonLines {
  let text = '';
  let writing: Promise<void> = Promise.resolve();

  function write(): void {
    const batch = cleanJson(text);
    text = '';
    writing = writing.then(() => out.write(batch));
    // A failed write is told at the next flush; nobody waits for it before.
    writing.catch(() => {});
  }

  async function settle(): Promise<void> {
    if (text !== '') write();
    await writing;
  }

  return {
    add(row, json = JSON.stringify(row)) {
      text += `${json}\n`;
      if (text.length >= batchCharacters) write();
    },
    flush: settle,
    end: settle,
  };
}
