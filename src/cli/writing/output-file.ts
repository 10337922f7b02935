import { randomUUID } from 'node:crypto';
import {
  accessSync,
  closeSync,
  constants,
  createWriteStream,
  fchmodSync,
  fchownSync,
  lstatSync,
  openSync,
  realpathSync,
  renameSync,
  rmSync,
  type Stats,
  statSync,
} from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import type { Writable } from 'node:stream';

/** A file that is going to be written. */
export interface OutputFile {
  /** Opens it, at the first write. Trouble is the stream's error. */
  open(): Writable;
  /** Gives what was written its name, once the stream is closed. */
  keep(): void;
}

/**
 * A file whose readers see the old one, or none, until the new one is whole: it grows beside it and takes its name at the
 * end, with the old one's mode and owner. Left behind at the exit, it is removed. Devices, pipes, and files that cannot be
 * replaced so (the folder is not ours, the file has several names) are written directly.
 *
 * @param mode of a file that is not there yet
 * @throws NodeJS.ErrnoException where it is seen already that the file cannot be written
 */
export function outputFile(path: string, mode: number): OutputFile {
  const old = statSync(path, { throwIfNoEntry: false });
  if (old?.isDirectory()) throw Object.assign(new Error('is a directory'), { code: 'EISDIR' });
  if (old !== undefined) accessSync(path, constants.W_OK);
  const replaceable = old === undefined ? !isLink(path) : old.isFile() && old.nlink === 1;
  const beside = replaceable && !isDescriptor(path) ? besideOf(path, old, mode) : null;
  return beside ?? { open: () => createWriteStream(path, { mode }), keep() {} };
}

/** /dev/stdout may be a file of the shell's that others write to as well. */
const isDescriptor = (path: string): boolean => /^\/(dev\/std|dev\/fd\/|proc\/)/.test(resolve(path));

const isLink = (path: string): boolean => lstatSync(path, { throwIfNoEntry: false }) !== undefined;

function besideOf(path: string, old: Stats | undefined, mode: number): OutputFile | null {
  const target = old === undefined ? path : realpathSync(path);
  const beside = join(dirname(target), `.oomtrail-${randomUUID()}`);
  const fd = openBeside(beside, old, mode);
  if (fd === null) return null;
  const remove = (): void => rmSync(beside, { force: true });
  const hungUp = (): void => {
    remove();
    process.kill(process.pid, 'SIGHUP');
  };
  process.once('exit', remove);
  process.once('SIGHUP', hungUp);
  return {
    // A full disk of another machine is told of by the flush.
    open: () => createWriteStream(beside, { fd, flush: true }),
    keep() {
      renameSync(beside, target);
      process.off('exit', remove);
      process.off('SIGHUP', hungUp);
    },
  };
}

function openBeside(beside: string, old: Stats | undefined, mode: number): number | null {
  let fd: number | null = null;
  try {
    fd = openSync(beside, 'wx', mode);
    if (old === undefined) return fd;
    fchownSync(fd, old.uid, old.gid);
    fchmodSync(fd, old.mode & 0o7777);
    return fd;
  } catch (error) {
    if (fd !== null) closeSync(fd);
    rmSync(beside, { force: true });
    if (old === undefined) throw error;
    return null;
  }
}
