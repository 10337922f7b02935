import { basename } from 'node:path';
import { type AdaptiveReader, adaptiveReader } from '../../../../parsers/framings/adaptive-reader.ts';
import { readerOfFile } from '../../../../parsers/framings/reader-of-file.ts';
import { type Place, startOfSource } from '../position.ts';
import { bytesBefore, readCopyFrom } from './copy.ts';
import type { FollowedLog } from './followed-log.ts';
import { hashOf, pathOf } from './identity.ts';
import { type LogFile, openLogFile } from './log-file.ts';
import { type HeldMember, headOf, hold, isCompressed, type Member } from './members.ts';
import { type OpenTail, openTail } from './tail.ts';

/** How the file that is left came to its end: read whole, or cut, with or without a copy of the rest. */
export type FileEnd = 'whole' | 'copied' | 'cut';

/** The one file of a log that is being read. */
export interface Reading {
  /** Null between two files. */
  readonly file: LogFile | null;
  /** How far the log was read; between two files the start of the next. */
  readonly place: Place;
  readonly format: string | null;
  readonly showsWriter: boolean;
  /** Opens a member; one that was moved since it was listed is left for the next look. */
  open(member: Member, from: Place): Promise<void>;
  /** Begins to read a file, or reads it whole where it is compressed. */
  openHeld(held: HeldMember, from: Place): Promise<void>;
  /** The bytes behind what was taken; none at the end. */
  read(file: LogFile): Promise<Buffer>;
  /** Takes bytes of a copy as those of the file. */
  goOnWith(file: LogFile, copy: HeldMember): Promise<void>;
  finish(file: LogFile, end: FileEnd): void;
  /** Lets a file go; one that was rotated is watched for late writers. */
  leave(file: LogFile, how?: 'rotated'): Promise<void>;
  /** Gives up a read that waits. */
  interrupt(): void;
}

export interface ReadingEvents {
  /** The directory changed. */
  woken(): void;
  /** Bytes were taken of a file whose position cannot be kept yet. */
  taken(file: LogFile): Promise<void>;
}

const framingHeadBytes = 64 * 1024;
const mostLeft = 64;
const nothing = Buffer.alloc(0);

export function createReading(log: FollowedLog, events: ReadingEvents): Reading {
  const { path, stream, unread, status, left, saved } = log;
  let frames: AdaptiveReader = adaptiveReader(null);
  let file: LogFile | null = null;
  let tail: OpenTail | null = null;
  let between: Place = saved?.stream.reached ?? startOfSource;
  let gotBytes: ((bytes: Buffer) => void) | null = null;

  const concerns = (name: string | null): boolean =>
    name === null || name.startsWith(basename(path).replace(/\.log$/, ''));

  async function openHeld(held: HeldMember, from: Place): Promise<void> {
    const { member } = held;
    if (frames.current === null) {
      const head = Buffer.from(await headOf(held, framingHeadBytes))
        .toString('latin1')
        .split('\n')
        .slice(0, -1);
      frames = readerOfFile(head);
    }
    stream.beginFile(from.generation);
    const packed = isCompressed(member.path);
    const before = packed ? { before: await bytesBefore(held, from.offset) } : {};
    const opened = openLogFile({ held, from, frames, stream, ...before });
    unread.markRead([member]);
    file = opened;
    if (packed) return readWhole(opened);
    tail = openTail(path, opened.fd, {
      chunk: (bytes) => gotBytes?.(bytes),
      woken: (name) => concerns(name) && events.woken(),
      failed: () => gotBytes?.(nothing),
    });
    status.enter(from.offset > 0 && saved === null ? 'following' : 'catching-up');
  }

  /** A compressed file is finished: it is read in one go. A restart in the middle of it reads it again. */
  async function readWhole(current: LogFile): Promise<void> {
    await goOnWith(current, current.held);
    finish(current, 'whole');
    await leave(current);
  }

  async function goOnWith(current: LogFile, copy: HeldMember): Promise<void> {
    await readCopyFrom(copy, current.readTo, async (bytes) => {
      const before = current.lines;
      current.goOn(bytes);
      status.lines += current.lines - before;
      await events.taken(current);
    });
  }

  function finish(current: LogFile, end: FileEnd): void {
    current.finish(end === 'cut');
    const known = current.remembered();
    unread.remember(known);
    left.set(current.generation, { ...known, tailBytes: 0, tailHash: hashOf(nothing) });
    left.delete(current.generation - mostLeft);
    const renamed = pathOf(current.fd);
    if (end === 'cut') stream.rename(current.generation, `${path} (cut)`);
    else if (end === 'whole' && renamed !== path) stream.rename(current.generation, renamed ?? `${path} (deleted)`);
    between = { ...startOfSource, generation: current.generation + 1 };
  }

  async function leave(current: LogFile, how?: 'rotated'): Promise<void> {
    await tail?.stop();
    tail = null;
    if (between.generation <= current.generation) between = current.place;
    if (how === 'rotated')
      log.late.adopt(current.held, { ...current.place, offset: current.readTo, insideLine: false });
    else current.close();
    if (file === current) file = null;
  }

  return {
    get file() {
      return file;
    },
    get place() {
      return file?.place ?? between;
    },
    get format() {
      return frames.current?.name ?? null;
    },
    get showsWriter() {
      return frames.current?.showsWriter ?? false;
    },
    async open(member, from) {
      try {
        const held = hold(member);
        if (held !== null) await openHeld(held, from);
      } catch (error) {
        const { code } = error as NodeJS.ErrnoException;
        if (code !== 'EACCES' && code !== 'EPERM') throw error;
        status.fail('permission denied');
      }
    },
    openHeld,
    read: (from) =>
      new Promise((resolve) => {
        gotBytes = (bytes) => {
          gotBytes = null;
          resolve(bytes);
        };
        tail?.read(from.readFrom);
      }),
    goOnWith,
    finish,
    leave,
    interrupt: () => gotBytes?.(nothing),
  };
}
