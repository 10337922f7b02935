import { describe, expect, test } from 'vitest';
import { noOptions } from '../../parsers/samples/define-format.ts';
import { withStart } from '../../src/ingest/sample-start.ts';
import type { ByteSource } from '../../src/sources/source.ts';

const writtenMs = Date.parse('2026-11-20T10:00:00Z');
const interval = { ...noOptions, intervalUs: 5_000_000 };

function fileOf(text: string, facts: Partial<ByteSource> = {}): ByteSource {
  return {
    path: '/s/free.txt',
    directory: '/s',
    modifiedMs: writtenMs,
    sizeBytes: text.length,
    rereadable: true,
    async *chunks() {
      for (let at = 0; at < text.length; at += 100) yield Buffer.from(text.slice(at, at + 100));
    },
    ...facts,
  };
}

const free = (used: number): string =>
  `               total        used        free      shared  buff/cache   available\nMem:        24684096      ${used}    16589400        8788     7660480    23923120\nSwap:              0           0           0\n\n`;
const loop = [760976, 760980, 760984, 760988].map(free).join('');

async function startOf(source: ByteSource, options = interval): Promise<string | null> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of source.chunks(() => {})) chunks.push(chunk);
  const head = Buffer.concat(chunks).toString('latin1').split('\n');
  const { startUs } = await withStart(options, source, { head, longestLineBytes: 1000 });
  return startUs === null ? null : new Date(startUs / 1000).toISOString();
}

/** `free -s 5 > free.txt` prints no time: the file's is that of its last sample. */
describe('--interval without --start', () => {
  test('counts back from the time of the file', async () => {
    expect(await startOf(fileOf(loop))).toBe('2026-11-20T09:59:45.000Z');
    expect(await startOf(fileOf(free(1)))).toBe('2026-11-20T10:00:00.000Z');
  });

  test.each([
    ['where a line dates a block', fileOf(`2026-11-20 09:00:00\n${loop}`)],
    ['where the tool prints a time of day', fileOf(`top - 09:00:00 up 1 day\n${loop}`)],
    ['of a pipe', fileOf(loop, { rereadable: false })],
    ['of a file without a time', fileOf(loop, { modifiedMs: null })],
    ['of a file without samples', fileOf('nothing\n')],
  ])('assumes nothing %s', async (_, source) => {
    expect(await startOf(source)).toBeNull();
  });

  test('a start that the user names stands', async () => {
    expect(await startOf(fileOf(loop), { ...interval, startUs: 0 })).toBe('1970-01-01T00:00:00.000Z');
  });
});
