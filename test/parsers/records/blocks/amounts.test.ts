import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readAmounts } from '../../../../parsers/records/blocks/amounts.ts';

const read = (text: string) => {
  const into: Record<string, number> = {};
  return { ...readAmounts(text, 0, into), into };
};

describe('key:value runs', () => {
  it('turn kilobytes into bytes, however the unit is written, and leave counts alone', () => {
    const { into, allUnreclaimable, clean } = read(
      'free:936kB reserved_highatomic:8KB shmem_thp: 4kB isolated(anon):0kB pages_scanned:12 all_unreclaimable? yes Balloon:1kB',
    );
    expect(into).toEqual({
      free: 958_464,
      reserved_highatomic: 8192,
      shmem_thp: 4096,
      'isolated(anon)': 0,
      pages_scanned: 12,
      Balloon: 1024,
    });
    expect(allUnreclaimable).toBe(true);
    expect(clean).toBe(true);
  });

  it('leave out a last number that lost its unit, and with it perhaps digits', () => {
    expect(read('free:936kB min:29')).toMatchObject({ into: { free: 958_464 }, clean: false });
    expect(read('free:936kB min:29k')).toMatchObject({ into: { free: 958_464 }, clean: false });
    expect(read('free:936 min:29')).toMatchObject({ into: { free: 936, min: 29 }, clean: true });
  });

  it('leave out counters below zero without giving up the line', () => {
    expect(read('active_anon:1 isolated_anon:18446744073709551613 dirty:-3 free:4')).toMatchObject({
      into: { active_anon: 1, free: 4 },
      clean: true,
    });
  });

  it('never give a number that is not exact', () => {
    expect(read('free:18446744073709551612kB min:1kB').into).toEqual({ min: 1024 });
    fc.assert(
      fc.property(fc.string(), (text) => {
        for (const value of Object.values(read(text).into)) expect(Number.isSafeInteger(value)).toBe(true);
      }),
    );
  });

  it('give back what was printed', () => {
    const key = fc.stringMatching(/^[a-z][a-z_]{0,11}$/);
    fc.assert(
      fc.property(fc.dictionary(key, fc.nat(), { minKeys: 1, noNullPrototype: true }), (amounts) => {
        const text = Object.entries(amounts).map(([name, count]) => `${name}:${count}kB`);
        const bytes = Object.fromEntries(Object.entries(amounts).map(([name, count]) => [name, count * 1024]));
        expect(read(text.join(' ')).into).toEqual(bytes);
      }),
    );
  });
});
