import { readFile, stat } from 'node:fs/promises';
import { exitCodes, KnownError } from '../errors.ts';

/** What the system's error codes mean to the reader of a log. */
const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  ENOTDIR: 'a part of the path is not a directory',
  ELOOP: 'the symbolic link leads to itself',
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  EIO: 'the disk or the file server reports a read error',
  ESTALE: 'the file server no longer knows the file',
  EMFILE: 'too many open files',
  ENXIO: 'nobody has it open for writing, or it is a socket',
  EISDIR: 'it is a directory',
  ENAMETOOLONG: 'the name is too long',
};

const remedies: Readonly<Record<string, string>> = {
  ENOENT: 'Check the name; quote it if it holds blanks or wildcards.',
  EIO: 'Copy the file elsewhere (dd conv=noerror keeps what is readable) and read the copy.',
  EMFILE: 'Raise the limit with `ulimit -n`.',
};

/** Turns a failed system call into the sentence for the user. */
export async function systemTrouble(path: string, cause: unknown): Promise<KnownError> {
  if (cause instanceof KnownError) return cause;
  const code = codeOf(cause);
  if (code === null) throw cause;
  if (code === 'ENOENT' && path.includes('\u{fffd}'))
    return new KnownError(`${path}: cannot be read: its name is not UTF-8`, {
      exitCode: exitCodes.incomplete,
      hint: 'Rename it, or pipe it in: oomtrail - < FILE.',
      path,
      cause,
    });
  const denied = code === 'EACCES' || code === 'EPERM';
  return new KnownError(`${path}: cannot be read: ${reasons[code] ?? code}`, {
    exitCode: denied ? exitCodes.permission : exitCodes.incomplete,
    hint: denied ? await permissionHint(path) : (remedies[code] ?? null),
    path,
    cause,
  });
}

export function codeOf(error: unknown): string | null {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : null;
}

/** Names the group that may read the file (adm, systemd-journal), where the file itself says so. */
export async function permissionHint(path: string): Promise<string> {
  if (path === '/dev/kmsg') return 'Run it with sudo: kernel.dmesg_restrict keeps the kernel log from other users.';
  const group = await readingGroup(path);
  if (group === null) return 'Run it with sudo, or ask for read permission.';
  return `Run it with sudo, or join the group that may read it: sudo usermod -aG ${group} "$USER", then log in again.`;
}

async function readingGroup(path: string): Promise<string | null> {
  try {
    const { gid, mode } = await stat(path);
    if ((mode & 0o040) === 0 || gid === 0) return null;
    const row = (await readFile('/etc/group', 'utf8')).split('\n').find((line) => line.split(':')[2] === String(gid));
    return row?.split(':')[0] || null;
  } catch {
    return null;
  }
}

/** Trouble inside compressed data; the caller adds the path. */
export function damage(format: string, trouble: string): KnownError {
  return new KnownError(`the ${format} data is damaged or cut: ${trouble}`, {
    hint: 'Take a new copy if the original is whole.',
  });
}
