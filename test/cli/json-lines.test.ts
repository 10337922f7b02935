import { expect, test } from 'vitest';
import { createJsonLines } from '../../src/cli/writing/json-lines.ts';
import type { Output } from '../../src/cli/writing/output.ts';

const rows = Array.from({ length: 3000 }, (_, number) => ({ number, text: 'x'.repeat(number % 400) }));
const expected = rows.map((row) => `${JSON.stringify(row)}\n`).join('');

/** An output that looks at what it was given only when it is done with it, a few writes later, as a pipe with a slow reader does. */
function slowOutput(behind: number) {
  const given: { readonly chunk: string | Uint8Array; readonly taken: (() => void) | undefined }[] = [];
  let text = '';
  function take(most: number): void {
    while (given.length > most) {
      const first = given.shift();
      text += typeof first?.chunk === 'string' ? first.chunk : Buffer.from(first?.chunk ?? []).toString();
      first?.taken?.();
    }
  }
  const out: Output = {
    write: async (chunk, taken) => {
      given.push({ chunk, taken });
      take(behind);
    },
    end: async () => take(0),
  };
  return { out, text: () => text };
}

// Memory is written on again once the output has taken it, and never before.
test.each([0, 1, 3])('what an output holds for %i more writes is not written over', async (behind) => {
  const { out, text } = slowOutput(behind);
  const lines = createJsonLines(out);
  for (const row of rows) lines.add(row);
  await lines.end();
  await out.end();
  expect(text()).toBe(expected);
});

test('an output that never says that it took bytes keeps them', async () => {
  const chunks: (string | Uint8Array)[] = [];
  const lines = createJsonLines({ write: async (chunk) => void chunks.push(chunk), end: async () => {} });
  for (const row of rows) lines.add(row);
  await lines.end();
  expect(chunks.map((chunk) => Buffer.from(chunk).toString()).join('')).toBe(expected);
});

test('pieces may be text or bytes', async () => {
  const { out, text } = slowOutput(0);
  const lines = createJsonLines(out);
  lines.add({}, ['{"a":1', ',', Buffer.from('"b":"ü"}')]);
  await lines.end();
  await out.end();
  expect(text()).toBe('{"a":1,"b":"ü"}\n');
});

// JSON allows them and a terminal obeys them: somebody looks at these lines with `less -R`.
test.each([
  ['DEL, the only one among ASCII', '\x7f'],
  ['the escape of C1', '\u009b'],
  ['a mark that turns the direction of text', '\u202e'],
])('%s is escaped, in text and in bytes', async (_, character) => {
  const { out, text } = slowOutput(0);
  const lines = createJsonLines(out);
  const row = { comm: `a${character}b` };
  lines.add(row);
  lines.add(row, [Buffer.from(JSON.stringify(row))]);
  await lines.end();
  await out.end();
  expect(text()).not.toContain(character);
  for (const line of text().trimEnd().split('\n')) expect(JSON.parse(line)).toEqual(row);
});
