import { describe, expect, it } from 'vitest';
import { gfpFlags } from '../../../../parsers/records/blocks/gfp-flags.ts';

/** The same bit means something else in every other release: a wrong name is worse than none. */
describe('gfp flags', () => {
  it.each([
    ['0xd0', ['GFP_KERNEL']],
    ['0x50', ['GFP_NOFS']],
    ['0x20', ['GFP_ATOMIC']],
    ['0x4020', ['GFP_ATOMIC', '__GFP_COMP']],
    ['0x201da', ['GFP_HIGHUSER_MOVABLE', '__GFP_COLD']],
    ['0x280da', ['GFP_HIGHUSER_MOVABLE', '__GFP_ZERO']],
    ['0x1000d0', ['GFP_KERNEL', '0x100000']],
    ['0x24000c0', ['GFP_KERNEL']],
    ['0x2080020', ['GFP_ATOMIC']],
    ['0x24201ca', ['GFP_HIGHUSER_MOVABLE', '__GFP_COLD']],
    ['0x25000c0', ['GFP_KERNEL_ACCOUNT']],
  ])('of a bare %s are certain', (mask, flags) => {
    expect(gfpFlags(mask, null)).toEqual(flags);
  });

  it.each([
    '0x0',
    '0x14000c0',
    '0x6000c0',
    '0xcc0',
    '0xcd0',
    '0x14000d0',
    '0x6000d0',
    '0xa20',
    '0x820',
    '0x480020',
    '0x100cca',
    '0xffffffffffff',
  ])('of a bare %s are not', (mask) => {
    expect(gfpFlags(mask, null)).toEqual([]);
  });

  it('that the kernel named are taken at its word', () => {
    expect(gfpFlags('0xd0', 'GFP_KERNEL|__GFP_ZERO|0x1000000')).toEqual(['GFP_KERNEL', '__GFP_ZERO', '0x1000000']);
    expect(gfpFlags('0x0', '')).toEqual([]);
  });
});
