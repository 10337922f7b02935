import { fstatSync } from 'node:fs';
import type { AdaptiveReader } from '../../../../parsers/framings/adaptive-reader.ts';
import { createLineCursor } from '../../../ingest/line-cursor.ts';
import { linesBefore } from '../../../ingest/lines-before.ts';
import { needles } from '../../../ingest/needles.ts';
import { createLogReader, type LogReader } from '../../../ingest/read-log.ts';
import { createScanner } from '../../../scan/index.ts';
import type { LogStream } from '../log-stream.ts';
import type { Place } from '../position.ts';
import { bytesAt, type FileIdentity, hashOf, identityOf } from './identity.ts';
import type { HeldMember } from './members.ts';

const longestLineBytes = 1024 * 1024;
const overlapBytes = 256;
const headBytes = 1024;
const nothing = Buffer.alloc(0);

/** One file while it is read: what was read of it, and the proof that it is still that file. */
export interface LogFile {
  readonly fd: number;
  readonly held: HeldMember;
  readonly inode: string;
  readonly generation: number;
  /** It is compressed: what it holds is not what its bytes are. */
  readonly packed: boolean;
  /** Where to read next: behind what was taken, less the overlap that proves it. */
  readonly readFrom: number;
  /** Behind the last byte taken. */
  readonly readTo: number;
  /** Newlines taken. */
  readonly lines: number;
  /** Where a later run may go on. */
  readonly place: Place;
  /**
   * Takes bytes read from `readFrom` on. `rewritten` where the overlap is not what it was: somebody cut the file and wrote
   * anew, and the bytes were not taken.
   */
  take(bytes: Buffer): 'taken' | 'nothing-new' | 'rewritten';
  /** Takes bytes that go on from `readTo`, out of a copy of this file. */
  goOn(bytes: Uint8Array): void;
  /** No more comes: a last line without a newline is taken as well, unless its rest is lost. */
  finish(restIsLost: boolean): void;
  identityAt(offset: number): FileIdentity;
  /** Identity by what was read, when the file does not hold it any more. */
  remembered(): FileIdentity;
  close(): void;
}

export interface LogFileOptions {
  /** Closed together with the log file. */
  readonly held: HeldMember;
  readonly from: Place;
  readonly frames: AdaptiveReader;
  readonly stream: LogStream;
  /** What stands before `from`, where the file itself does not show it (it is compressed). */
  readonly before?: { readonly head: Buffer; readonly tail: Buffer };
}

/** Reads a file that is held open from a place on. Spans call it by the name it has now. */
export function openLogFile({ held, from, frames, stream, before }: LogFileOptions): LogFile {
  const { fd, member } = held;
  const cursor = createLineCursor({ path: member.path, longestLineBytes, linesBehind: linesBefore, from });
  const log: LogReader = createLogReader({
    cursor,
    scanner: createScanner(needles),
    frames,
    linesBefore,
    assembler: stream.assembler,
    everyLine: null,
    note: (entry) => stream.note(entry),
    date: (entry) => stream.date(entry),
    unclaimed: () => {},
  });
  let readTo = from.offset;
  let head: Buffer = before?.head ?? bytesAt(fd, 0, Math.min(headBytes, readTo));
  let overlap: Buffer = before?.tail ?? bytesAt(fd, Math.max(0, readTo - overlapBytes), Math.min(overlapBytes, readTo));

  function feed(bytes: Uint8Array): void {
    if (head.length < headBytes && head.length === readTo) {
      head = Buffer.concat([head, bytes.subarray(0, headBytes - head.length)]);
    }
    readTo += bytes.length;
    overlap = lastBytes(bytes.length >= overlapBytes ? bytes : Buffer.concat([overlap, bytes]));
    log.read(bytes, false);
  }

  return {
    fd,
    held,
    inode: member.inode,
    generation: from.generation,
    packed: before !== undefined,
    get readFrom() {
      return readTo - overlap.length;
    },
    get readTo() {
      return readTo;
    },
    get lines() {
      return log.newlines;
    },
    get place() {
      return { generation: from.generation, ...log.resume };
    },
    take(bytes) {
      const known = overlap.length;
      if (bytes.length < known || !bytes.subarray(0, known).equals(overlap)) return 'rewritten';
      if (bytes.length === known) return 'nothing-new';
      feed(bytes.subarray(known));
      return 'taken';
    },
    goOn: feed,
    finish(restIsLost) {
      if (!restIsLost) log.read(nothing, true);
      frames.end((entry) => stream.assembler.feed(entry, false));
    },
    identityAt: (offset) => identityOf(fd, offset, readTo),
    remembered() {
      const { dev, ino, birthtimeNs } = fstatSync(fd, { bigint: true });
      return {
        dev: String(dev),
        ino: String(ino),
        bornNs: String(birthtimeNs),
        headBytes: head.length,
        headHash: hashOf(head),
        tailBytes: overlap.length,
        tailHash: hashOf(overlap),
      };
    },
    close: () => held.close(),
  };
}

/** A copy: the bytes handed in are used again. */
const lastBytes = (bytes: Uint8Array): Buffer => Buffer.from(bytes.subarray(Math.max(0, bytes.length - overlapBytes)));
