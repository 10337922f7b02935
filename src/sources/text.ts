const blockBytes = 512;
/** After a power cut a log has runs of NULs (blocks that were never written), which say nothing about the rest. */
const nulRunBytes = 8;
/** Line noise of a serial console is forgiven up to this share of a block. */
const forgivenShare = 0.02;
/** So much of the beginning must be clean: reading a binary for nothing costs time, skipping a log costs the answer. */
const cleanShare = 0.25;

/**
 * Whether the beginning of a stream may be a log. Judged by blocks: one is clean if, apart from NUL runs, hardly any of
 * its bytes is a control character that no log has. Only NULs: unknown, thus true.
 */
export function looksLikeText(head: Uint8Array): boolean {
  let judged = 0;
  let clean = 0;
  /** So many are enough, whatever the others are. */
  const enough = Math.ceil(head.length / blockBytes) * cleanShare;
  for (let at = 0; at < head.length; at += blockBytes) {
    const share = controlShare(head.subarray(at, at + blockBytes));
    if (share === null) continue;
    judged++;
    if (share <= forgivenShare) clean++;
    if (clean >= enough) return true;
  }
  return clean >= judged * cleanShare;
}

export const isOnlyNul = (bytes: Uint8Array) => bytes.length > 0 && bytes.every((byte) => byte === 0);

function controlShare(block: Uint8Array): number | null {
  let counted = 0;
  let controls = 0;
  for (let at = 0; at < block.length; at++) {
    const byte = block[at] as number;
    const run = byte === 0 ? nulRun(block, at) : 0;
    if (run >= nulRunBytes) {
      at += run - 1;
      continue;
    }
    counted++;
    if (isControl(byte)) controls++;
  }
  return counted === 0 ? null : controls / counted;
}

function nulRun(block: Uint8Array, from: number): number {
  let to = from;
  while (to < block.length && block[to] === 0) to++;
  return to - from;
}

/** C0 and DEL without what logs and terminals use: BEL, BS, TAB, LF, VT, FF, CR, ESC. */
const isControl = (byte: number) => (byte < 0x20 && !(byte >= 0x07 && byte <= 0x0d) && byte !== 0x1b) || byte === 0x7f;
