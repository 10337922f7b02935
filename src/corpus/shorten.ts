import type { KernelRecord } from '../../parsers/model/record.ts';
import type { CaseFacts } from './case.ts';
import { memorySource } from './memory-source.ts';
import { replaySets } from './replay.ts';

/** Lines kept around the records, so that framing and boot are still recognised. */
const linesAround = 5;
const headLines = 10;

/**
 * Shortens a log to what its records need: the first lines, the boot line, the records, and a few lines around each.
 * Returns null where the shortened log does not give the same records, which are then better kept with the whole log.
 */
export async function shorten(path: string, bytes: Buffer, facts: CaseFacts): Promise<Buffer | null> {
  const records = await recordsOf(path, bytes, facts);
  const lines = bytes.toString('latin1').split('\n');
  const keep = new Set<number>();
  const keepRange = (from: number, to: number): void => {
    for (let line = Math.max(0, from); line < Math.min(lines.length, to); line += 1) keep.add(line);
  };
  keepRange(0, headLines);
  lines.forEach((line, index) => {
    if (line.includes('Linux version ')) keepRange(index, index + 1);
  });
  for (const { source } of records)
    keepRange(source.line - 1 - linesAround, source.line - 1 + source.lines + linesAround);
  const short = Buffer.from(`${lines.filter((_, index) => keep.has(index)).join('\n')}\n`, 'latin1');
  const again = await recordsOf(path, short, facts);
  return contentOf(again) === contentOf(records) ? short : null;
}

async function recordsOf(path: string, bytes: Buffer, facts: CaseFacts): Promise<readonly KernelRecord[]> {
  return (await replaySets([memorySource(path, bytes)], facts)).records;
}

function contentOf(records: readonly KernelRecord[]): string {
  return JSON.stringify(records.map(({ source: _source, continuedIn: _continued, ...rest }) => rest));
}
