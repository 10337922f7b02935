import { statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { exitCodes, KnownError } from './errors.ts';

interface Trouble {
  readonly reason: string;
  readonly hint?: string;
}

const elsewhere = 'Name a file elsewhere.';
const troubles: Readonly<Record<string, Trouble>> = {
  ENOTDIR: { reason: 'a part of its path is not a directory' },
  EEXIST: { reason: 'a file of this name is there' },
  EISDIR: { reason: 'it is a directory', hint: 'Name a file in it.' },
  EACCES: { reason: 'permission denied', hint: elsewhere },
  EPERM: { reason: 'permission denied', hint: elsewhere },
  EROFS: { reason: 'its file system is read-only', hint: elsewhere },
  ENOSPC: { reason: 'no space is left on the device', hint: `Free some space. ${elsewhere}` },
  EDQUOT: { reason: 'the disk quota is used up', hint: `Free some space. ${elsewhere}` },
  EFBIG: { reason: 'it would be larger than a file may be here (ulimit -f)' },
  EIO: { reason: 'the disk or the file server reports an error', hint: elsewhere },
  ELOOP: { reason: 'the symbolic link leads to itself' },
  ENAMETOOLONG: { reason: 'the name is too long' },
  ETXTBSY: { reason: 'it is a program that runs' },
  ENXIO: { reason: 'nobody reads from it' },
};

/** The sentence for a file, a folder or standard output that a system call could not write. */
export function writeTrouble(path: string, cause: unknown): KnownError {
  const { reason, hint = null } = troubleOf(path, cause);
  return new KnownError(`cannot write ${path}: ${reason}`, { exitCode: exitCodes.unusable, hint, cause });
}

function troubleOf(path: string, cause: unknown): Trouble {
  const { code = '', message } = cause as NodeJS.ErrnoException;
  if (code === 'ENOENT') return missing(path);
  return troubles[code] ?? { reason: message };
}

function missing(path: string): Trouble {
  const directory = dirname(resolve(path));
  return statSync(directory, { throwIfNoEntry: false }) === undefined
    ? { reason: `there is no directory ${directory}`, hint: 'Make it first.' }
    : { reason: 'its symbolic link leads nowhere, or the name cannot be used there' };
}
