/** What `tail-file` 1.4.16 is used for here; it ships no types. Its README declares every property and method replaceable. */
declare module 'tail-file' {
  import { EventEmitter } from 'node:events';

  interface DirectoryWatch {
    on(name: string, listener: (...values: never[]) => void): unknown;
    off(name: string, listener: (...values: never[]) => void): unknown;
    close(): void;
  }

  interface TailOptions {
    readonly encoding?: BufferEncoding;
    readonly force?: boolean;
    readonly _bufsize?: number;
    /** Takes the bytes of each read; null where there are none left. */
    readonly decode?: (chunk: Buffer | null) => void;
    /** The directory of the file changed. */
    readonly checkDir?: (type: string, name: string | null) => void;
    readonly checkDirError?: (error: Error) => void;
    readonly watcher?: DirectoryWatch | null;
  }

  class Tail extends EventEmitter {
    constructor(filename: string, options?: TailOptions);
    /** Byte position behind the last read. */
    pos: number | 'init';
    ino: number | null;
    sepG: RegExp;
    watcher: DirectoryWatch | null | undefined;
    setBytePos(position: number): void;
    /** Opens a file and reads it from the position set; watches the directory of the file it was made for. */
    startTail(filename: string): void;
    readStuff(): void;
    stop(): Promise<boolean>;
  }
  export = Tail;
}
