/**
 * The inner loop of the fast scanner, in AssemblyScript (TypeScript's syntax, compiled to WebAssembly SIMD).
 *
 * Memory, all offsets in bytes:
 *   0    four pairs of 16-entry nibble tables (low, high) for the four bytes of the fingerprint: 128 bytes
 *   128  eight buckets of { first: u32, count: u32 }, indices into the needle list
 *   256  needle list of { address: u32, length: u32, window: u32, fingerprint: u32 }: `window` is where in the needle its
 *        fingerprint stands
 * The text and the output live where the caller says. Behind the text at least 32 zero bytes must follow.
 */

const bucketsAt: usize = 128;
const needlesAt: usize = 256;
const newline: i32 = 0x0a;

let newlines: i32 = 0;

/** Newlines in the text of the last call. */
export function newlineCount(): i32 {
  return newlines;
}

/**
 * Searches text[start, end) and writes a pair of u32 { start of needle, end of needle } per find at `out`.
 * Returns the number of finds, which stops at `most`: the caller must make room for the worst case or call again.
 */
export function scan(start: usize, end: usize, out: usize, most: i32): i32 {
  const low0 = v128.load(0);
  const high0 = v128.load(16);
  const low1 = v128.load(32);
  const high1 = v128.load(48);
  const low2 = v128.load(64);
  const high2 = v128.load(80);
  const low3 = v128.load(96);
  const high3 = v128.load(112);
  const nibble = i8x16.splat(0x0f);
  const zero = i8x16.splat(0);
  const feed = i8x16.splat(newline as i8);
  let finds: i32 = 0;
  let lines: i32 = 0;

  for (let at = start; at < end; at += 16) {
    const text0 = v128.load(at);
    const text1 = v128.load(at, 1);
    const text2 = v128.load(at, 2);
    const text3 = v128.load(at, 3);
    lines += popcnt(i8x16.bitmask(i8x16.eq(text0, feed)));
    let match = v128.and(
      i8x16.swizzle(low0, v128.and(text0, nibble)),
      i8x16.swizzle(high0, i8x16.shr_u(text0, 4)),
    );
    match = v128.and(
      match,
      v128.and(i8x16.swizzle(low1, v128.and(text1, nibble)), i8x16.swizzle(high1, i8x16.shr_u(text1, 4))),
    );
    match = v128.and(
      match,
      v128.and(i8x16.swizzle(low2, v128.and(text2, nibble)), i8x16.swizzle(high2, i8x16.shr_u(text2, 4))),
    );
    match = v128.and(
      match,
      v128.and(i8x16.swizzle(low3, v128.and(text3, nibble)), i8x16.swizzle(high3, i8x16.shr_u(text3, 4))),
    );
    if (v128.any_true(match)) {
      let lanes: i32 = ~i8x16.bitmask(i8x16.eq(match, zero)) & 0xffff;
      while (lanes) {
        const lane = ctz(lanes);
        lanes &= lanes - 1;
        // Which buckets: the lane's byte, computed again from the tables, since a lane index must be a constant.
        const here = at + lane;
        const first = load<u8>(here);
        const second = load<u8>(here, 1);
        const third = load<u8>(here, 2);
        const fourth = load<u8>(here, 3);
        const fingerprint = load<u32>(here);
        let buckets: u32 =
          load<u8>(first & 15) & load<u8>(16 + (first >> 4)) &
          load<u8>(32 + (second & 15)) & load<u8>(48 + (second >> 4)) &
          load<u8>(64 + (third & 15)) & load<u8>(80 + (third >> 4)) &
          load<u8>(96 + (fourth & 15)) & load<u8>(112 + (fourth >> 4));
        while (buckets) {
          const bucket = ctz(buckets);
          buckets &= buckets - 1;
          const listed = bucketsAt + ((<usize>bucket) << 3);
          let needle = needlesAt + ((<usize>load<u32>(listed)) << 4);
          const lastNeedle = needle + ((<usize>load<u32>(listed, 4)) << 4);
          for (; needle < lastNeedle; needle += 16) {
            if (load<u32>(needle, 12) != fingerprint) continue;
            const length = load<u32>(needle, 4);
            const from = here - load<u32>(needle, 8);
            if (from < start || from + length > end) continue;
            if (!equal(from, load<u32>(needle), length)) continue;
            if (finds == most) return finds;
            store<u32>(out + ((<usize>finds) << 3), <u32>from);
            store<u32>(out + ((<usize>finds) << 3), <u32>(from + length), 4);
            finds += 1;
          }
        }
      }
    }
  }
  newlines = lines;
  return finds;
}

function equal(text: usize, needle: usize, length: u32): bool {
  for (let at: usize = 0; at < length; at += 1) {
    if (load<u8>(text + at) != load<u8>(needle + at)) return false;
  }
  return true;
}
