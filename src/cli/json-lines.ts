import { Writable } from 'node:stream';
import { finished } from 'node:stream/promises';
import ndjson from 'ndjson';
import { cleanJson } from '../views/sanitize.ts';
import type { Output } from './output.ts';

/** Writes rows as JSON lines at the pace of the reader. */
export interface JsonLines {
  add(row: object): void;
  /** Resolves when more rows can be taken; rejects as `Output.write` does. */
  flush(): Promise<void>;
  end(): Promise<void>;
}

export function createJsonLines(out: Output): JsonLines {
  const encoder = ndjson.stringify();
  let failure: Error | null = null;
  let full = false;
  const writer = new Writable({
    decodeStrings: false,
    writev(chunks, done) {
      const text = chunks.map(({ chunk }) => chunk.toString()).join('');
      out.write(cleanJson(text)).then(() => done(), done);
    },
  });
  let wake: (() => void) | null = null;
  encoder.on('drain', () => {
    full = false;
    wake?.();
  });
  writer.on('error', (error) => {
    failure = error;
    wake?.();
  });
  encoder.pipe(writer);

  return {
    add(row) {
      full = !encoder.write(row);
    },
    async flush() {
      if (full && failure === null) {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
      if (failure !== null) throw failure;
    },
    async end() {
      if (failure !== null) throw failure;
      encoder.end();
      await finished(writer);
    },
  };
}
