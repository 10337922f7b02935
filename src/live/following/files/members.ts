import { type BigIntStats, closeSync, fstatSync, openSync, readdirSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { type ByteReader, byteReader } from '../../../sources/byte-reader.ts';
import { fileChunks } from '../../../sources/file.ts';
import { groupRotated } from '../../../sources/rotation.ts';
import { unwrap } from '../../../sources/unwrap.ts';
import { bytesAt, type FileIdentity, hasHead, hashOf, inodeOf, inodeOfIdentity } from './identity.ts';

/** One file of a rotated set as it stood in the directory. */
export interface Member {
  readonly path: string;
  readonly inode: string;
  readonly stats: BigIntStats;
}

const compressed = /\.(?:gz|xz|zst|bz2|br)$/;

export const isCompressed = (path: string): boolean => compressed.test(path);

/** A rotation in the middle of the listing would put names and files out of step: it is listed again, so often. */
const mostAttempts = 50;

/** The files that rotated away from `path`, oldest first, with the live one last where it is there. */
export function membersOf(path: string): readonly Member[] {
  let before = list(path);
  for (let attempt = 0; attempt < mostAttempts; attempt += 1) {
    const now = list(path);
    if (sameFiles(before, now)) return now;
    before = now;
  }
  return before;
}

function list(path: string): readonly Member[] {
  const folder = dirname(path);
  const name = basename(path);
  let names: string[];
  try {
    names = readdirSync(folder).filter((other) => other.startsWith(stemOf(name)));
  } catch {
    return [];
  }
  // The live file decides which set it is, also while it is away.
  const group = groupRotated(names.includes(name) ? names : [...names, name]).find((set) => set.includes(name)) ?? [];
  return group.flatMap((member): Member[] => {
    const full = join(folder, member);
    try {
      const stats = statSync(full, { bigint: true });
      return stats.isFile() ? [{ path: full, inode: inodeOf(stats), stats }] : [];
    } catch {
      return [];
    }
  });
}

/** `kern.log` rotates to `kern.log.1` and, with an extension kept, to `kern-20261120.log`. */
const stemOf = (name: string): string => name.replace(/\.log$/, '');

function sameFiles(a: readonly Member[], b: readonly Member[]): boolean {
  return a.length === b.length && a.every(({ path, inode }, at) => b[at]?.path === path && b[at].inode === inode);
}

/** A member, held open: whatever its name is by now, these are its bytes. */
export interface HeldMember {
  readonly member: Member;
  readonly fd: number;
  close(): void;
}

/** Opens a member; null where it was moved or deleted since it was listed. */
export function hold(member: Member): HeldMember | null {
  let fd: number;
  try {
    fd = openSync(member.path, 'r');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
  const held = { member, fd, close: () => closeSync(fd) };
  if (inodeOf(fstatSync(fd, { bigint: true })) === member.inode) return held;
  held.close();
  return null;
}

/** The decompressed bytes of a held member. */
export async function contentOf({ member, fd }: HeldMember): Promise<ByteReader> {
  return (await unwrap(byteReader(fileChunks(`/proc/self/fd/${fd}`)), member.path)).reader;
}

/** First bytes of a file, decompressed; none where they cannot be read. */
export async function headOf(held: HeldMember, length: number): Promise<Uint8Array> {
  try {
    if (!isCompressed(held.member.path)) return bytesAt(held.fd, 0, length);
    const reader = await contentOf(held);
    try {
      return new Uint8Array(await reader.peek(length));
    } finally {
      await reader.close();
    }
  } catch {
    return new Uint8Array(0);
  }
}

/** Whether a file is the one that was read up to `offset`, perhaps moved, copied, compressed or grown since. */
export async function isSameFile(held: HeldMember, identity: FileIdentity, offset: number): Promise<boolean> {
  const { member, fd } = held;
  if (isCompressed(member.path)) return sameCompressed(held, identity, offset);
  if (identity.headBytes === 0) return inodeOfIdentity(identity) === member.inode;
  if (!hasHead(identity, bytesAt(fd, 0, identity.headBytes))) return false;
  const tail = bytesAt(fd, offset - identity.tailBytes, identity.tailBytes);
  return tail.length === identity.tailBytes && hashOf(tail) === identity.tailHash;
}

/** The newest member that is this file, held open; null where none is. Members that move meanwhile are listed again. */
export async function findFile(
  list: () => readonly Member[],
  identity: FileIdentity,
  offset: number,
): Promise<{ readonly held: HeldMember; readonly members: readonly Member[] } | null> {
  for (let attempt = 0; attempt < mostAttempts; attempt += 1) {
    const members = list();
    let moved = false;
    for (const member of [...members].reverse()) {
      const held = hold(member);
      if (held === null) {
        moved = true;
        break;
      }
      if (await isSameFile(held, identity, offset)) return { held, members };
      held.close();
    }
    if (!moved) return null;
  }
  return null;
}

async function sameCompressed(held: HeldMember, identity: FileIdentity, offset: number): Promise<boolean> {
  if (identity.headBytes === 0) return false;
  try {
    const reader = await contentOf(held);
    try {
      if (!hasHead(identity, await reader.peek(identity.headBytes))) return false;
      await reader.skip(offset - identity.tailBytes);
      const tail = await reader.peek(identity.tailBytes);
      return tail.length === identity.tailBytes && hashOf(tail) === identity.tailHash;
    } finally {
      await reader.close();
    }
  } catch {
    return false;
  }
}
