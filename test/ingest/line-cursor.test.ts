import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Line } from '../../parsers/model/line.ts';
import { createLineCursor } from '../../src/ingest/line-cursor.ts';

const options = { path: 'x.log', longestLineBytes: 64, linesBehind: 2 };

function readAll(bytes: Buffer, sizes: readonly number[]): Line[] {
  const cursor = createLineCursor(options);
  const lines: Line[] = [];
  let from = 0;
  for (let turn = 0; from <= bytes.length; turn += 1) {
    const to = from + (sizes[turn % sizes.length] ?? 1);
    cursor.push(bytes.subarray(from, to), to > bytes.length);
    for (let line = cursor.next(); line; line = cursor.next()) lines.push(line);
    cursor.release();
    from = to;
  }
  return lines;
}

const bytes = fc
  .array(fc.constantFrom('a', 'b', '\n', '\r\n', '\0', '\xff', 'x'.repeat(40)), { maxLength: 60 })
  .map((parts) => Buffer.from(parts.join(''), 'latin1'));

/** That a text is ASCII is said where it is known, which depends on the pieces; where it is said it must be true. */
function withoutHint({ asciiText, ...line }: Line): Omit<Line, 'asciiText'> {
  if (asciiText != null) expect([asciiText, /^[\x00-\x7f]*$/.test(asciiText)]).toEqual([line.text, true]);
  return line;
}

describe('line cursor', () => {
  it('cuts the same lines whatever the pieces', () => {
    fc.assert(
      fc.property(bytes, fc.array(fc.integer({ min: 1, max: 100 }), { minLength: 1, maxLength: 5 }), (text, sizes) => {
        expect(readAll(text, sizes).map(withoutHint)).toEqual(readAll(text, [100_000]).map(withoutHint));
      }),
    );
  });

  it('hands out each line with the bytes and the number it has in the stream', () => {
    fc.assert(
      fc.property(bytes, (text) => {
        const physical = text.toString('latin1').split('\n');
        for (const line of readAll(text, [7])) {
          expect(text.toString('latin1', line.byteStart, line.byteEnd)).toBe(line.text);
          expect(physical[line.line - 1]?.replace(/^\0+/, '').startsWith(line.text)).toBe(true);
        }
      }),
    );
  });

  // A log that is truncated while its writer keeps its place begins with a hole.
  it.each([1, 7, 10_000])('passes over NUL bytes before a line, however many, in pieces of %i', (size) => {
    const text = Buffer.concat([Buffer.alloc(5000), Buffer.from('a\n\0\0b\0\n'), Buffer.alloc(100)]);
    expect(readAll(text, [size]).map(({ text, byteStart, cut }) => [text, byteStart, cut])).toEqual([
      ['a', 5000, false],
      ['b\0', 5004, false],
    ]);
  });

  it('hands out the head of an overlong line once and goes on behind it', () => {
    const text = Buffer.from(`a\n${'x'.repeat(1000)}\nb\n`);
    const lines = readAll(text, [10]);
    expect(lines.map((line) => [line.text.length, line.line, line.cut])).toEqual([
      [1, 1, false],
      [64, 2, true],
      [1, 3, false],
    ]);
  });

  // A number at the end of a file that was cut has lost digits: a sample format must know.
  it.each([
    ['a\nb', [undefined, true]],
    ['a\nb\n', [undefined, undefined]],
    ['a\r\nb\r', [undefined, undefined]],
    [`a\n${'x'.repeat(100)}`, [undefined, undefined]],
  ])('says of the last line of %j whether it may go on', (text, expected) => {
    for (const size of [1, 7, 10_000])
      expect(readAll(Buffer.from(text), [size]).map((line) => line.unterminated)).toEqual(expected);
  });

  it('goes back over lines not yet taken, and never over taken ones', () => {
    const cursor = createLineCursor(options);
    cursor.push(Buffer.from('one\ntwo\nthree\nfour\nfive\n'), true);
    cursor.skipTo(14, 2);
    expect([cursor.next()?.text, cursor.line]).toEqual(['two', 3]);
    cursor.skipTo(14, 2);
    expect(cursor.next()?.text).toBe('three');
  });
});
