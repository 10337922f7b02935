import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fromUtf16, utf16Of } from '../../src/sources/utf16.ts';
import { all, reader } from './collect.ts';

const swapped = (bytes: Buffer) => Buffer.from(bytes).swap16();
const text = 'Nov 20 13:58:01 db1 kernel: Büro, 日本, 🐧\r\nOut of memory\r\n';
const little = Buffer.from(text, 'utf16le');
const mark = Buffer.from([0xff, 0xfe]);

test('the byte order mark tells it, even of a few bytes', () => {
  expect(utf16Of(Buffer.concat([mark, little]))).toBe('utf-16le');
  expect(utf16Of(swapped(Buffer.concat([mark, little])))).toBe('utf-16be');
  expect(utf16Of(mark)).toBe('utf-16le');
});

test('alternating NULs tell it; other NULs do not', () => {
  expect(utf16Of(little)).toBe('utf-16le');
  expect(utf16Of(swapped(little))).toBe('utf-16be');
  expect(utf16Of(Buffer.from(text))).toBeNull();
  expect(utf16Of(Buffer.alloc(100))).toBeNull();
  expect(utf16Of(Buffer.from('\x01\0\x02\0\x03\0\x04\0'.repeat(20)))).toBeNull();
});

// Characters lie across the borders of chunks; a border must change nothing.
test.each(['utf-16le', 'utf-16be'] as const)('%s comes as UTF-8 for every size of chunk', async (encoding) => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1 }), async (sizes) => {
      const bytes = Buffer.concat([mark, little]);
      const input = reader(encoding === 'utf-16le' ? bytes : swapped(bytes), sizes);
      expect((await all(fromUtf16(input, encoding))).toString()).toBe(text);
    }),
  );
});

test('half a character at the end is shown as lost, not dropped', async () => {
  expect((await all(fromUtf16(reader(little.subarray(0, 7)), 'utf-16le'))).toString()).toBe('Nov\ufffd');
});

test('two bytes of line noise before a log make no UTF-16 of it', () => {
  const noisy = Buffer.concat([
    Buffer.from([0xff, 0xfe, 0x80]),
    Buffer.from('Jan  6 11:57:42 db01 kernel: [ 1.0] x\n'.repeat(20)),
  ]);
  expect(utf16Of(noisy)).toBeNull();
});
