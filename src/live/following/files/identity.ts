import { createHash } from 'node:crypto';
import { type BigIntStats, fstatSync, readlinkSync, readSync } from 'node:fs';
import { isCount, isObject } from '../position.ts';

/**
 * What tells a log file from another that has its name, its inode number (file systems use them again at once) or, copied
 * and compressed, neither: the first bytes, and the bytes before the place that was reached.
 */
export interface FileIdentity {
  readonly dev: string;
  readonly ino: string;
  /** When the inode was made, nanoseconds; "0" where the file system does not say. */
  readonly bornNs: string;
  readonly headBytes: number;
  readonly headHash: string;
  readonly tailBytes: number;
  readonly tailHash: string;
}

const mostHeadBytes = 1024;
const mostTailBytes = 256;

/** The inode as a word: another file has another one. */
export function inodeOf({ dev, ino, birthtimeNs }: BigIntStats): string {
  return `${dev}:${ino}:${birthtimeNs}`;
}

export const inodeOfIdentity = ({ dev, ino, bornNs }: FileIdentity): string => `${dev}:${ino}:${bornNs}`;

export function hashOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex').slice(0, 32);
}

/** Reads `length` bytes at `position`; fewer at the end. */
export function bytesAt(fd: number, position: number, length: number): Buffer {
  const buffer = Buffer.alloc(length);
  let filled = 0;
  while (filled < length) {
    const count = readSync(fd, buffer, filled, length - filled, position + filled);
    if (count === 0) break;
    filled += count;
  }
  return buffer.subarray(0, filled);
}

/** Identity of an open file at `offset`, of which `known` bytes are there to tell it by. */
export function identityOf(fd: number, offset: number, known: number): FileIdentity {
  const { dev, ino, birthtimeNs } = fstatSync(fd, { bigint: true });
  const head = bytesAt(fd, 0, Math.min(known, mostHeadBytes));
  const tailBytes = Math.min(offset, mostTailBytes);
  const tail = bytesAt(fd, offset - tailBytes, tailBytes);
  return {
    dev: String(dev),
    ino: String(ino),
    bornNs: String(birthtimeNs),
    headBytes: head.length,
    headHash: hashOf(head),
    tailBytes: tail.length,
    tailHash: hashOf(tail),
  };
}

/** Whether these bytes, the beginning of some file, are the beginning of that one. */
export function hasHead({ headBytes, headHash }: FileIdentity, head: Uint8Array): boolean {
  return headBytes > 0 && head.length >= headBytes && hashOf(head.subarray(0, headBytes)) === headHash;
}

/** Name of an open file now, wherever it was moved; null where it was deleted. */
export function pathOf(fd: number): string | null {
  try {
    const path = readlinkSync(`/proc/self/fd/${fd}`);
    return path.endsWith(' (deleted)') ? null : path;
  } catch {
    return null;
  }
}

export function parseIdentity(value: unknown): FileIdentity | null {
  if (!isObject(value)) return null;
  const { dev, ino, bornNs, headBytes, headHash, tailBytes, tailHash } = value;
  const texts = typeof dev === 'string' && typeof ino === 'string' && typeof bornNs === 'string';
  if (!texts || typeof headHash !== 'string' || typeof tailHash !== 'string') return null;
  if (!isCount(headBytes) || !isCount(tailBytes)) return null;
  return { dev, ino, bornNs, headBytes, headHash, tailBytes, tailHash };
}
