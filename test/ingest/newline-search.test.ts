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
