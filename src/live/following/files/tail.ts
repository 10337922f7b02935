import { existsSync } from 'node:fs';
import { dirname } from 'node:path';
import Tail from 'tail-file';

export interface OpenTail {
  /** Asks for what is there behind the position. Ignored while a read is on its way. */
  read(position: number): void;
  stop(): Promise<void>;
}

export interface TailEvents {
  /** Bytes read from the position asked for on; none at the end of the file. Their memory is used again by the next read. */
  chunk(bytes: Buffer): void;
  /** Something in the directory changed, and its name where the system tells. */
  woken(name: string | null): void;
  failed(error: Error): void;
}

/** Larger than the 4 KiB of tail-file: a burst of lines is one system call. */
const bufferBytes = 256 * 1024;
const nothing = Buffer.alloc(0);
const noWatch = { on() {}, off() {}, close() {} };

/**
 * tail-file as the reader of one open file and as the watch on its directory. Where to read, what belongs to which file and
 * when to go on to the next is the ledger's business: the hook by which tail-file would cut lines hands us the bytes instead.
 *
 * The file is named by our own descriptor, so that a rotation between opening and reading changes nothing.
 */
export function openTail(path: string, fd: number, events: TailEvents): OpenTail {
  let stopped = false;
  let started = false;
  let reading = false;
  const tail = new Tail(path, {
    encoding: 'latin1',
    force: true,
    _bufsize: bufferBytes,
    decode(chunk) {
      if (stopped) return;
      reading = false;
      events.chunk(chunk ?? nothing);
    },
    checkDir(_type, name) {
      if (!stopped) events.woken(name);
    },
    // The polling of the ledger does without the watch.
    checkDirError() {},
    // Without the directory there is nothing to watch, and fs.watch would throw.
    watcher: existsSync(dirname(path)) ? null : noWatch,
  });
  tail.on('error', (error: Error) => {
    reading = false;
    if (!stopped) events.failed(error);
  });

  return {
    read(position) {
      if (stopped || reading) return;
      reading = true;
      if (started) {
        tail.pos = position;
        tail.readStuff();
        return;
      }
      started = true;
      tail.setBytePos(position);
      tail.sepG = /\n/g;
      // Anything but null keeps it from looking for itself.
      tail.ino = -1;
      tail.startTail(`/proc/self/fd/${fd}`);
    },
    async stop() {
      if (stopped) return;
      stopped = true;
      // It waits for a close event, which a watch on a directory that is gone may not give.
      tail.watcher?.close();
      tail.watcher = null;
      await tail.stop();
    },
  };
}
