type FlagTable = readonly (readonly [bits: number, name: string])[];

/** Bits that mean the same up to 4.5. */
const SHARED: FlagTable = [
  [0x1, '__GFP_DMA'],
  [0x2, '__GFP_HIGHMEM'],
  [0x4, '__GFP_DMA32'],
  [0x8, '__GFP_MOVABLE'],
  [0x20, '__GFP_HIGH'],
  [0x40, '__GFP_IO'],
  [0x80, '__GFP_FS'],
  [0x100, '__GFP_COLD'],
  [0x200, '__GFP_NOWARN'],
  [0x400, '__GFP_REPEAT'],
  [0x800, '__GFP_NOFAIL'],
  [0x1000, '__GFP_NORETRY'],
  [0x4000, '__GFP_COMP'],
  [0x8000, '__GFP_ZERO'],
  [0x10000, '__GFP_NOMEMALLOC'],
  [0x20000, '__GFP_HARDWALL'],
  [0x40000, '__GFP_THISNODE'],
];

/** 2.6.32 to 4.3: direct reclaim is __GFP_WAIT (0x10). Bits from 0x100000 on changed their meaning in between. */
const UNTIL_4_3: FlagTable = [
  [0x200da, 'GFP_HIGHUSER_MOVABLE'],
  [0x200d2, 'GFP_HIGHUSER'],
  [0x200d0, 'GFP_USER'],
  [0xd0, 'GFP_KERNEL'],
  [0x50, 'GFP_NOFS'],
  [0x10, 'GFP_NOIO'],
  [0x20, 'GFP_ATOMIC'],
  ...SHARED,
  [0x80000, '__GFP_RECLAIMABLE'],
];

/** 4.4 and 4.5: reclaim is split into direct (0x400000) and kswapd (0x2000000). */
const FROM_4_4: FlagTable = [
  [0x24200ca, 'GFP_HIGHUSER_MOVABLE'],
  [0x24200c2, 'GFP_HIGHUSER'],
  [0x24200c0, 'GFP_USER'],
  [0x25000c0, 'GFP_KERNEL_ACCOUNT'],
  [0x24000c0, 'GFP_KERNEL'],
  [0x2400040, 'GFP_NOFS'],
  [0x2400000, 'GFP_NOIO'],
  [0x2080020, 'GFP_ATOMIC'],
  [0x2000000, 'GFP_NOWAIT'],
  ...SHARED,
  [0x10, '__GFP_RECLAIMABLE'],
  [0x2000, '__GFP_MEMALLOC'],
  [0x80000, '__GFP_ATOMIC'],
  [0x100000, '__GFP_ACCOUNT'],
  [0x400000, '__GFP_DIRECT_RECLAIM'],
  [0x1000000, '__GFP_WRITE'],
];

/** Both reclaim bits of 5.1, 4.12 and 4.18: masks of kernels that print names, and nonsense as bits of older ones. */
const LATER_RECLAIM = [0xc00, 0x1400000, 0x600000];

/**
 * The flags of a gfp mask: the names the kernel printed behind it (`GFP_KERNEL|__GFP_ZERO`, 4.6 and later), else decoded.
 *
 * A bit's meaning moved with nearly every release. Names are printed since 4.6, so a bare mask is older, and the reclaim
 * bits tell its family: 0x2000000 is set in every mask that wakes kswapd from 4.4 on and unused before; __GFP_WAIT (0x10)
 * or a bare GFP_ATOMIC (0x20) without it is 4.3 or older. A mask that shows neither is left undecoded: the list is empty.
 * Bits without a certain name close the list as one hexadecimal number, as the kernel itself does it.
 */
export function gfpFlags(mask: string, printed: string | null): readonly string[] {
  if (printed !== null) return printed.split('|').filter((name) => name !== '');
  const bits = Number.parseInt(mask, 16);
  if (!Number.isSafeInteger(bits) || bits <= 0 || bits > 0xffffffff) return [];
  if ((bits & 0x2000000) !== 0) return decode(bits, FROM_4_4);
  if (LATER_RECLAIM.some((reclaim) => (bits & reclaim) === reclaim)) return [];
  const bareAtomic = (bits & 0xff) === 0x20 && (bits & 0x480800) === 0;
  return (bits & 0x10) !== 0 || bareAtomic ? decode(bits, UNTIL_4_3) : [];
}

function decode(bits: number, table: FlagTable): string[] {
  const names: string[] = [];
  let left = bits;
  for (const [flag, name] of table) {
    if ((left & flag) !== flag) continue;
    names.push(name);
    left &= ~flag;
  }
  if (left !== 0) names.push(`0x${(left >>> 0).toString(16)}`);
  return names;
}
