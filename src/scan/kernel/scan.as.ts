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

/** Where finds go; set by `scan` for `verify`. */
let found: i32 = 0;
let findsAt: usize = 0;
let mostFinds: i32 = 0;

/**
 * Searches text[start, end) and writes a pair of u32 { start of needle, end of needle } per find at `out`.
 * Returns the number of finds, which stops at `most`: the caller must make room for the worst case or call again.
 *
 * Each byte is looked up once for each place of the fingerprint; what the places before say is shifted in from the vector
 * before. A lane that stays set is the last byte of a fingerprint. The look-ups are relaxed ones: their indices are nibbles,
 * for which all engines do the same.
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
  let lines: i32 = 0;
  let before0 = zero;
  let before1 = zero;
  let before2 = zero;
  found = 0;
  findsAt = out;
  mostFinds = most;

  for (let at = start; at < end; at += 32) {
    const text = v128.load(at);
    const low = v128.and(text, nibble);
    const high = v128.and(i16x8.shr_u(text, 4), nibble);
    const place0 = v128.and(i8x16.relaxed_swizzle(low0, low), i8x16.relaxed_swizzle(high0, high));
    const place1 = v128.and(i8x16.relaxed_swizzle(low1, low), i8x16.relaxed_swizzle(high1, high));
    const place2 = v128.and(i8x16.relaxed_swizzle(low2, low), i8x16.relaxed_swizzle(high2, high));
    const place3 = v128.and(i8x16.relaxed_swizzle(low3, low), i8x16.relaxed_swizzle(high3, high));
    const match = v128.and(
      v128.and(
        i8x16.shuffle(before0, place0, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28),
        i8x16.shuffle(before1, place1, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29),
      ),
      v128.and(i8x16.shuffle(before2, place2, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30), place3),
    );

    const text2 = v128.load(at, 16);
    const lowNext = v128.and(text2, nibble);
    const highNext = v128.and(i16x8.shr_u(text2, 4), nibble);
    before0 = v128.and(i8x16.relaxed_swizzle(low0, lowNext), i8x16.relaxed_swizzle(high0, highNext));
    before1 = v128.and(i8x16.relaxed_swizzle(low1, lowNext), i8x16.relaxed_swizzle(high1, highNext));
    before2 = v128.and(i8x16.relaxed_swizzle(low2, lowNext), i8x16.relaxed_swizzle(high2, highNext));
    const next3 = v128.and(i8x16.relaxed_swizzle(low3, lowNext), i8x16.relaxed_swizzle(high3, highNext));
    const matchNext = v128.and(
      v128.and(
        i8x16.shuffle(place0, before0, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28),
        i8x16.shuffle(place1, before1, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29),
      ),
      v128.and(i8x16.shuffle(place2, before2, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30), next3),
    );

    const feeds = i8x16.bitmask(i8x16.eq(text, feed)) | (i8x16.bitmask(i8x16.eq(text2, feed)) << 16);
    lines += popcnt(feeds);
    if (v128.any_true(v128.or(match, matchNext))) {
      const here = ~i8x16.bitmask(i8x16.eq(match, zero)) & 0xffff;
      const there = ~i8x16.bitmask(i8x16.eq(matchNext, zero)) & 0xffff;
      if (!verify(here | (there << 16), at, start, end)) return found;
    }
  }
  newlines = lines;
  return found;
}

/**
 * Compares the needles whose fingerprint may end at one of the 32 lanes behind `at`. Which buckets these are is looked up
 * again, since a lane index must be a constant. False where there is no room for more finds.
 */
function verify(lanes: i32, at: usize, start: usize, end: usize): bool {
  while (lanes) {
    const here = at + ctz(lanes) - 3;
    lanes &= lanes - 1;
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
        if (found == mostFinds) return false;
        store<u32>(findsAt + ((<usize>found) << 3), <u32>from);
        store<u32>(findsAt + ((<usize>found) << 3), <u32>(from + length), 4);
        found += 1;
      }
    }
  }
  return true;
}

/** Newlines in text[start, end), behind which zeros stand as for `scan`. */
export function countNewlines(start: usize, end: usize): i32 {
  const feed = i8x16.splat(newline as i8);
  let lines: i32 = 0;
  for (let at = start; at < end; at += 16) lines += popcnt(i8x16.bitmask(i8x16.eq(v128.load(at), feed)));
  return lines;
}

function equal(text: usize, needle: usize, length: u32): bool {
  for (let at: usize = 0; at < length; at += 1) {
    if (load<u8>(text + at) != load<u8>(needle + at)) return false;
  }
  return true;
}
