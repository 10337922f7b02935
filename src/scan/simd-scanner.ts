import { readFileSync } from 'node:fs';
import { bucketCount } from './buckets.ts';
import { placeNeedles } from './fingerprints.ts';
import { fingerprintBytes } from './frequencies.ts';
import type { PlacedNeedle, Scanner } from './scanner.ts';

/** Where things stand in the kernel's memory; see kernel/scan.as.ts. */
const layout = { buckets: 128, needles: 256, bytes: 8 * 1024, out: 64 * 1024 } as const;
/** Text is scanned in pieces that, with their finds, stay in the processor's cache. */
const pieceBytes = 256 * 1024;
/** A find takes two u32, and no two needles begin at one place. */
const outBytes = (pieceBytes + 4096) * 8;
const textAt = layout.out + outBytes;
/** The kernel reads whole vectors: zeros behind the text keep it from seeing old bytes. */
const paddingBytes = 64;
const wasmPageBytes = 64 * 1024;

interface Kernel {
  scan(start: number, end: number, out: number, most: number): number;
  newlineCount(): number;
  countNewlines(start: number, end: number): number;
}

let compiled: WebAssembly.Module | null | undefined;

/** The kernel, or null where this engine has no WebAssembly SIMD. */
function kernelModule(): WebAssembly.Module | null {
  if (compiled !== undefined) return compiled;
  try {
    compiled = new WebAssembly.Module(readFileSync(new URL('./kernel/scan.wasm', import.meta.url)));
  } catch {
    compiled = null;
  }
  return compiled;
}

/** A scanner on WebAssembly SIMD, or null where the engine has none. The algorithm is in this folder's README. */
export function createSimdScanner(
  needles: readonly string[],
  placed: readonly PlacedNeedle[] | null = null,
): Scanner | null {
  const module = kernelModule();
  if (!module) return null;
  const longest = Math.max(...needles.map((needle) => needle.length));
  const textBytes = pieceBytes + longest + paddingBytes;
  const memory = new WebAssembly.Memory({ initial: Math.ceil((textAt + textBytes) / wasmPageBytes) });
  const kernel = new WebAssembly.Instance(module, { env: { memory, abort: () => {} } }).exports as unknown as Kernel;
  const bytes = new Uint8Array(memory.buffer);
  writeNeedles(memory.buffer, placed ?? placedNeedles(needles));
  const finds = new Uint32Array(memory.buffer, layout.out, outBytes / 4);
  let streamOffset = 0;
  /** Bytes of the stream's end so far that stand before the next piece, for needles that cross the border. */
  let carried = 0;
  let carriedNewlines = 0;

  function scanPiece(piece: Uint8Array, offsets: number[]): number {
    bytes.set(piece, textAt + carried);
    const end = textAt + carried + piece.length;
    bytes.fill(0, end, end + paddingBytes);
    const count = kernel.scan(textAt, end, layout.out, outBytes / 8);
    const newlines = kernel.newlineCount() - carriedNewlines;
    const textOffset = streamOffset - carried;
    const sorted = offsets.length;
    for (let find = 0; find < count; find += 1) {
      const from = (finds[find * 2] as number) - textAt;
      const to = (finds[find * 2 + 1] as number) - textAt;
      if (to > carried) offsets.push(textOffset + from);
    }
    if (offsets.length > sorted + 1 || (sorted > 0 && offsets.length > sorted)) sortDistinct(offsets);
    streamOffset += piece.length;
    const keep = Math.min(longest - 1, carried + piece.length);
    bytes.copyWithin(textAt, end - keep, end);
    carried = keep;
    carriedNewlines = 0;
    for (let at = textAt; at < textAt + keep; at += 1) if (bytes[at] === 0x0a) carriedNewlines += 1;
    return newlines;
  }

  return {
    scan(chunk) {
      const offsets: number[] = [];
      let newlines = 0;
      for (let from = 0; from < chunk.length; from += pieceBytes)
        newlines += scanPiece(chunk.subarray(from, from + pieceBytes), offsets);
      return { offsets, newlines };
    },
    restart(offset) {
      streamOffset = offset;
      carried = 0;
      carriedNewlines = 0;
    },
  };
}

/** Counts newlines in a chunk, or null where the engine has no SIMD: several times faster than one by one. */
export function createSimdNewlineCounter(): ((chunk: Uint8Array) => number) | null {
  const module = kernelModule();
  if (!module) return null;
  const memory = new WebAssembly.Memory({ initial: Math.ceil((pieceBytes + paddingBytes) / wasmPageBytes) });
  const kernel = new WebAssembly.Instance(module, { env: { memory, abort: () => {} } }).exports as unknown as Kernel;
  const bytes = new Uint8Array(memory.buffer);
  return (chunk) => {
    let count = 0;
    for (let from = 0; from < chunk.length; from += pieceBytes) {
      const piece = chunk.subarray(from, from + pieceBytes);
      bytes.set(piece);
      bytes.fill(0, piece.length, piece.length + paddingBytes);
      count += kernel.countNewlines(0, piece.length);
    }
    return count;
  };
}

/** A fingerprint stands inside its needle, so needles may be found a little out of the order in which they begin. */
function sortDistinct(offsets: number[]): void {
  offsets.sort((a, b) => a - b);
  let kept = 0;
  for (const offset of offsets) {
    if (kept > 0 && offsets[kept - 1] === offset) continue;
    offsets[kept] = offset;
    kept += 1;
  }
  offsets.length = kept;
}

/** The same list of needles is searched in file after file. */
const placements = new WeakMap<readonly string[], PlacedNeedle[]>();

/** Where the fingerprints of these needles are, sorted by bucket. */
export function placedNeedles(needles: readonly string[]): readonly PlacedNeedle[] {
  const known = placements.get(needles);
  if (known) return known;
  const fresh = placeNeedles(needles).sort((a, b) => a.bucket - b.bucket);
  placements.set(needles, fresh);
  return fresh;
}

function writeNeedles(memory: ArrayBuffer, list: readonly PlacedNeedle[]): void {
  const bytes = new Uint8Array(memory);
  const words = new Uint32Array(memory);
  let text: number = layout.bytes;
  list.forEach(({ bytes: needle, window, bucket }, index) => {
    for (let place = 0; place < fingerprintBytes; place += 1) {
      const byte = needle[window + place] as number;
      bytes[place * 32 + (byte & 15)]! |= 1 << bucket;
      bytes[place * 32 + 16 + (byte >> 4)]! |= 1 << bucket;
    }
    bytes.set(needle, text);
    const fingerprint = new DataView(needle.buffer, needle.byteOffset + window).getUint32(0, true);
    words.set([text, needle.length, window, fingerprint], (layout.needles + index * 16) / 4);
    text += needle.length;
  });
  for (let bucket = 0; bucket < bucketCount; bucket += 1) {
    const first = list.findIndex((needle) => needle.bucket === bucket);
    const count = list.filter((needle) => needle.bucket === bucket).length;
    words.set([Math.max(0, first), count], (layout.buckets + bucket * 8) / 4);
  }
}
