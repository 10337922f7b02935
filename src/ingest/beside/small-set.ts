import { fileSource } from '../../sources/file-source.ts';
import type { FileFacts, SourceSet } from '../../sources/source.ts';

/** A set that another thread can open by itself, as messages carry it. */
export interface SmallSet {
  readonly name: string;
  readonly members: readonly SmallFile[];
  /** Of its files on disk. */
  readonly bytes: number;
}

interface SmallFile {
  readonly path: string;
  readonly file: FileFacts;
  readonly isWrapped: boolean;
}

/** What is told of a larger log may be too much to hold until its turn comes. */
const mostBytes = 512 << 10;

/** Null where the set is not small, where its names do not lead to it, and where it is unpacked ahead (from `leastPackedBytes` on). */
export function smallSet({ name, members }: SourceSet, leastPackedBytes: number): SmallSet | null {
  let bytes = 0;
  const files: SmallFile[] = [];
  for (const { path, file, isWrapped = false } of members) {
    if (file === undefined || (isWrapped && file.size >= leastPackedBytes)) return null;
    bytes += file.size;
    files.push({ path, file, isWrapped });
  }
  return bytes <= mostBytes ? { name, members: files, bytes } : null;
}

export function sourceSetOf({ name, members }: SmallSet): SourceSet {
  return {
    name,
    members: members.map(({ path, file, isWrapped }) => fileSource({ path, stats: file }, 'text', isWrapped)),
  };
}
