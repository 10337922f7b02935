import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { looksLikeText } from '../../src/sources/text.ts';

const block = 512;
const filled = (byte: number, bytes = block): number[] => Array<number>(bytes).fill(byte);
const letters = filled(0x61);
const controls = filled(0x01);
const zeros = filled(0x00);
const told = (...blocks: readonly (readonly number[])[]) => looksLikeText(Uint8Array.from(blocks.flat()));

/** A binary that is read costs time, a log that is not costs the answer. */
describe('whether the begin of a stream may be a log', () => {
  it('a quarter of clean blocks is enough, wherever they stand', () => {
    expect(told(letters, controls, controls, controls)).toBe(true);
    expect(told(controls, controls, controls, letters)).toBe(true);
    expect(told(letters, controls, controls, controls, controls)).toBe(false);
  });

  it('blocks that were never written say nothing', () => {
    expect(told(zeros, zeros)).toBe(true);
    expect(told(zeros, zeros, zeros, zeros, letters, controls)).toBe(true);
    expect(told(zeros, controls)).toBe(false);
  });

  it('is judged alike from the first blocks and from all', () => {
    const blocks = fc.array(fc.constantFrom(letters, controls, zeros, filled(0x61, 100)), { maxLength: 12 });
    fc.assert(
      fc.property(blocks, (parts) => {
        const bytes = Uint8Array.from(parts.flat());
        let [judged, clean] = [0, 0];
        for (let at = 0; at < bytes.length; at += block) {
          const piece = bytes.subarray(at, at + block).filter((byte) => byte !== 0);
          if (piece.length === 0) continue;
          judged += 1;
          if (piece.filter((byte) => byte === 1).length <= 0.02 * piece.length) clean += 1;
        }
        expect(looksLikeText(bytes)).toBe(clean * 4 >= judged);
      }),
    );
  });
});
