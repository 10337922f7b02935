import { closeSync, constants, openSync, readSync } from 'node:fs';

/** The kernel's ring buffer. */
export interface KmsgDevice {
  /** The next record with its lines of dictionary, latin1; null where there is none now. */
  next(): string | 'overwritten' | null;
  close(): void;
}

/** A record with its dictionary is at most this long (PRINTK_MESSAGE_MAX is 2048 since 6.6; 8 KiB before). */
const longestRecordBytes = 16 * 1024;

/**
 * Opens /dev/kmsg so that reading it never waits: a read that blocks would pin a thread of the pool and hang the exit, and Node
 * cannot poll a device.
 *
 * @throws ErrnoException where it cannot be opened
 */
export function openKmsg(path: string): KmsgDevice {
  const fd = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
  const buffer = Buffer.alloc(longestRecordBytes);
  return {
    next() {
      // Nothing new is told by an exception, whose stack would cost three times the question.
      const { stackTraceLimit } = Error;
      Error.stackTraceLimit = 0;
      try {
        const length = readSync(fd, buffer, 0, buffer.length, null);
        return length === 0 ? null : buffer.toString('latin1', 0, length);
      } catch (error) {
        const { code } = error as NodeJS.ErrnoException;
        if (code === 'EAGAIN') return null;
        // The next read begins at the oldest record that is left: the gap in the numbers tells how many are not.
        if (code === 'EPIPE') return 'overwritten';
        throw error;
      } finally {
        Error.stackTraceLimit = stackTraceLimit;
      }
    },
    close: () => closeSync(fd),
  };
}

/** What a failure to open the ring buffer means, and what would help. */
export function whyNoRing(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  if (code === 'ENOENT') return 'there is none (usual in a container)';
  if (code === 'EPERM') return 'kernel.dmesg_restrict is set (run it as root or with CAP_SYSLOG)';
  if (code === 'EACCES') return 'permission denied (run it as root)';
  return message;
}
