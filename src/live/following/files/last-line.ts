import { fileChunks } from '../../../sources/file.ts';
import type { Place } from '../position.ts';

const newline = 0x0a;

/** The place behind the last newline of a file: where somebody begins who wants only what comes from now on. */
export async function lastLineStart(path: string): Promise<Place> {
  let offset = 0;
  let line = 1;
  let read = 0;
  for await (const chunk of fileChunks(path)) {
    const bytes = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
    for (let at = bytes.indexOf(newline); at !== -1; at = bytes.indexOf(newline, at + 1)) {
      line += 1;
      offset = read + at + 1;
    }
    read += bytes.length;
  }
  return { generation: 0, offset, line, insideLine: false };
}
