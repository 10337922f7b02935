import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createNewlineSearch } from '../../src/ingest/newline-search.ts';

/** Newlines among bytes that differ from one in a single bit, or borrow from it. */
const bytes = fc.array(fc.constantFrom(0x0a, 0x0b, 0x08, 0x8a, 0x00, 0x01, 0x09, 0xff, 0x61), { maxLength: 600 });

// Lines are cut where it says: at every alignment, near and far, also where the memory belongs to a larger piece.
test('finds what indexOf finds', () => {
  fc.assert(
    fc.property(bytes, fc.nat(7), fc.array(fc.nat(650), { minLength: 1, maxLength: 20 }), (content, before, froms) => {
      const memory = Buffer.concat([Buffer.alloc(before, 0x0a), Buffer.from(content), Buffer.alloc(5, 0x0a)]);
      const data = memory.subarray(before, before + content.length);
      const search = createNewlineSearch();
      for (const from of [0, ...froms.filter((each) => each <= data.length)])
        expect(search.in(data, from)).toBe(data.indexOf(0x0a, from));
    }),
    { numRuns: 300 },
  );
  const long = Buffer.from(`${'x'.repeat(5000)}\n`);
  expect(createNewlineSearch().in(long, 3)).toBe(5000);
});

// Lines are read as ASCII without a look where it says so: bytes of the line before, of the one behind and in its first and last word count.
test('says that a line near by is ASCII where no byte of it is above 0x7f, and of no other line', () => {
  const line = fc.array(fc.constantFrom(0x61, 0x61, 0x61, 0x7f, 0x00, 0x80, 0xff), { maxLength: 12 });
  fc.assert(
    fc.property(fc.array(line, { minLength: 1 }), fc.nat(3), (lines, before) => {
      const content = Buffer.from(lines.flatMap((each) => [...each, 0x0a]));
      const data = Buffer.concat([Buffer.alloc(before, 0x80), content]).subarray(before);
      const search = createNewlineSearch();
      let from = 0;
      for (const each of lines) {
        const to = search.in(data, from);
        expect(search.isAscii()).toBe(each.every((byte) => byte < 0x80));
        from = to + 1;
      }
    }),
    { numRuns: 300 },
  );
  const search = createNewlineSearch();
  search.in(Buffer.from(`${'x'.repeat(5000)}\n`), 0);
  expect(search.isAscii()).toBe(false);
});
