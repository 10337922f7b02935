import type { Dirent, Stats } from 'node:fs';
import { lstat, readdir, realpath, stat, statfs } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { exitCodes, type KnownError } from '../errors.ts';
import { createSkips, type Skip, type Skips } from './skips.ts';
import { codeOf, permissionHint, systemTrouble } from './trouble.ts';

/** One directory and its regular files (and links to such), sorted by name. What the caller adds to `skips` is reported. */
export interface Folder {
  readonly path: string;
  readonly names: readonly string[];
  readonly skips: Skips;
}

/** What is read anyway, by real path: a walk leaves it out. Grows by the directories that links lead to. */
export interface ReadAnyway {
  readonly directories: Set<string>;
  readonly files: ReadonlySet<string>;
}

/**
 * A directory and all below it: its own files first, then its subdirectories. Links are followed unless they lead to
 * what is read anyway, so that a loop of them ends. Kernel file systems (/proc, /sys) are left out where a walk comes
 * across them: some of their files wait for something, and some act when they are read.
 */
export async function* walk(
  path: string,
  anyway: ReadAnyway,
  problem: (error: KnownError) => void,
): AsyncGenerator<Folder> {
  try {
    const real = await realpath(path);
    const { dev } = await stat(real);
    yield* below({ path, real }, dev, anyway, problem);
  } catch (error) {
    problem(await systemTrouble(path, error));
  }
}

interface Directory {
  readonly path: string;
  readonly real: string;
}

async function* below(
  { path, real }: Directory,
  device: number,
  anyway: ReadAnyway,
  problem: (error: KnownError) => void,
): AsyncGenerator<Folder> {
  const skips = createSkips(path, problem);
  const names: string[] = [];
  const directories: Directory[] = [];
  for (const entry of await entriesOf(path, problem)) {
    const at = { path: join(path, entry.name), real: join(real, entry.name) };
    const found = entry.isSymbolicLink()
      ? await follow(at.path, anyway)
      : read(at.real, anyway)
        ? null
        : { ...at, entry };
    if (found === null) continue;
    if ('what' in found) skips.add(entry.name, found);
    else if (found.entry.isFile()) names.push(entry.name);
    else if (found.entry.isDirectory()) directories.push(found);
    else skips.add(entry.name, { what: specialFile(found.entry), hint: null, exitCode: exitCodes.ok });
  }
  yield { path, names, skips };
  skips.report();
  for (const directory of directories) {
    const { dev } = await lstat(directory.real).catch(() => ({ dev: device }));
    if (dev !== device && (await isKernelFileSystem(directory.real))) continue;
    yield* below(directory, dev, anyway, problem);
  }
}

async function entriesOf(path: string, problem: (error: KnownError) => void): Promise<readonly Dirent[]> {
  try {
    const entries = await readdir(path, { withFileTypes: true });
    return entries.sort((a, b) => (a.name < b.name ? -1 : 1));
  } catch (error) {
    problem(await systemTrouble(path, error));
    return [];
  }
}

const read = (real: string, { directories, files }: ReadAnyway) => directories.has(real) || files.has(real);

/** What a link leads to; null where that is read anyway. */
async function follow(path: string, anyway: ReadAnyway): Promise<(Directory & { entry: Stats }) | Skip | null> {
  try {
    const real = await realpath(path);
    const inside = Array.from(anyway.directories).some((root) => real === root || real.startsWith(withSlash(root)));
    if (inside || anyway.files.has(real)) return null;
    const entry = await stat(real);
    if (entry.isDirectory()) anyway.directories.add(real);
    return { path, real, entry };
  } catch (error) {
    return brokenLink(path, codeOf(error));
  }
}

const withSlash = (directory: string) => (directory.endsWith(sep) ? directory : directory + sep);

async function brokenLink(path: string, code: string | null): Promise<Skip> {
  if (code === 'EACCES') {
    return { what: 'permission denied', hint: await permissionHint(path), exitCode: exitCodes.permission };
  }
  const what = code === 'ELOOP' ? 'a symbolic link that leads to itself' : 'a symbolic link that leads nowhere';
  return { what, hint: null, exitCode: exitCodes.ok };
}

/** What a thing is that is neither file nor directory nor link. */
export function specialFile(entry: Dirent | Stats): string {
  if (entry.isFIFO()) return 'a named pipe';
  if (entry.isSocket()) return 'a socket';
  return entry.isBlockDevice() ? 'a disk' : 'a device';
}

/** Magic numbers of linux/magic.h; pstore is not among them, since it holds logs. */
const kernelFileSystems: ReadonlySet<number> = new Set([
  0x9fa0, // proc
  0x62656572, // sysfs
  0x64626720, // debugfs
  0x74726163, // tracefs
  0x27e0eb, // cgroup
  0x63677270, // cgroup2
  0x73636673, // securityfs
  0x1cd1, // devpts
]);

async function isKernelFileSystem(path: string): Promise<boolean> {
  return kernelFileSystems.has(
    await statfs(path).then(
      ({ type }) => type,
      () => 0,
    ),
  );
}
