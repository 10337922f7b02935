import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createDiskShelves } from '../../../src/store/sqlite/disk-shelves.ts';

/** What is put down while incidents are formed must come back as it was, wherever on the way to the disk it is. */
describe('shelves on disk', () => {
  const filled = (count: number, held?: number) => {
    const shelf = createDiskShelves(held).open<{ n: number; text: string | null }>('test');
    for (let n = 0; n < count; n++) shelf.add({ n, text: n % 3 === 0 ? null : `line\n"${n}" \u{1f980}` });
    return shelf;
  };

  it('give back every value in any order, with some in memory, some written and some waiting', () => {
    const shelf = filled(30_000, 10_000);
    expect(shelf.length).toBe(30_000);
    const place = fc.integer({ min: 0, max: 29_999 });
    fc.assert(
      fc.property(fc.array(place, { minLength: 1, maxLength: 50 }), (places) => {
        for (const n of places) {
          expect(shelf.at(n)).toEqual({ n, text: n % 3 === 0 ? null : `line\n"${n}" \u{1f980}` });
        }
      }),
    );
  });

  it('give back what was written before more is added', () => {
    const shelf = filled(12_000, 0);
    expect([0, 249, 250, 11_999].map((n) => shelf.at(n).n)).toEqual([0, 249, 250, 11_999]);
    shelf.add({ n: 12_000, text: '' });
    expect([12_000, 499, 0].map((n) => shelf.at(n).n)).toEqual([12_000, 499, 0]);
  });

  it('keep several lists apart', () => {
    const shelves = createDiskShelves(0);
    const [odd, even] = [shelves.open<number>('odd'), shelves.open<number>('even')];
    for (let n = 0; n < 200_000; n++) (n % 2 === 0 ? even : odd).add(n);
    expect([odd.at(0), odd.at(99_999), even.at(0), even.at(99_999)]).toEqual([1, 199_999, 0, 199_998]);
  });

  it.each([-1, 3])('have nothing at %i of three', (place) => {
    expect(() => filled(3, 0).at(place)).toThrow(RangeError);
  });
});
