import { type BigIntStats, fstatSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { type AdaptiveReader, adaptiveReader, detectFraming } from '../../../parsers/framings/detect.ts';
import type { Contribution } from '../committer.ts';
import type { SourceState } from '../live-state.ts';
import { createLogStream } from '../log-stream.ts';
import { type Place, startOfSource } from '../position.ts';
import { createSilence } from '../silence.ts';
import type { Source, SourceContext } from '../source.ts';
import { bytesBefore, readCopyFrom } from './copy.ts';
import { type FilePosition, parseFilePosition } from './file-position.ts';
import { type FileIdentity, hashOf, inodeOf, pathOf } from './identity.ts';
import { lastLineStart } from './last-line.ts';
import { type LogFile, openLogFile } from './log-file.ts';
import { findFile, type HeldMember, headOf, hold, isCompressed, type Member, membersOf } from './members.ts';
import { type OpenTail, openTail } from './tail.ts';
import { createUnread } from './unread.ts';

const framingHeadBytes = 64 * 1024;

/**
 * Follows one log through everything that happens to it: renamed, created anew, copied and cut, deleted, compressed, late,
 * moved with its directory.
 *
 * The ledger below is the guarantee: which files were read, how far, and how to know them again. A file is left only when a
 * newer one has content and the old one, asked once more, has none that is new.
 */
export function followFile(path: string, context: SourceContext): Source {
  const { committer, say } = context;
  const name = `file:${path}`;
  const saved = parseFilePosition(context.position);
  const clock = context.newClock();
  const stream = createLogStream({
    settle: (entry) => (entry.stamp ? clock.settle(entry.stamp) : null),
    pageSizeBytes: context.pageSizeBytes,
    resumeFrom: saved?.stream ?? null,
  });
  const unread = createUnread();
  const silence = createSilence();
  let frames: AdaptiveReader = adaptiveReader(null);
  let file: LogFile | null = null;
  let tail: OpenTail | null = null;
  /** A newer file has content: this one is left when it has nothing new any more. */
  let leaving = false;
  /** What files looked like that were left, by generation: an open record may have begun in one of them. */
  const left = new Map<number, FileIdentity>();
  let lastPosition = '';
  let place: Place = saved?.stream.reached ?? startOfSource;
  let stopped = false;
  let woken = false;
  let wake: (() => void) | null = null;
  let gotBytes: ((bytes: Buffer) => void) | null = null;
  const counts = { lines: 0, lost: 0, rotations: 0 };
  let lostIsLeast = false;
  let state: SourceState['state'] = 'waiting';
  let message: string | null = null;

  let beginsReading = (): void => {};
  const ready = new Promise<void>((resolve) => {
    beginsReading = resolve;
  });
  const running = run().catch((error: unknown) => {
    fail(error instanceof Error ? error.message : String(error));
    beginsReading();
  });

  async function run(): Promise<void> {
    await begin();
    // From here on a crash finds the place to go on from.
    if (file === null && saved === null) remember({ ...nowhere, file: null, reachedFile: null });
    publish();
    await committer.flush();
    beginsReading();
    while (!stopped) {
      if (file === null) {
        await appear();
        if (file === null) await sleep();
        continue;
      }
      woken = false;
      const before = file.lines;
      const bytes = await read(file);
      if (stopped) break;
      if (isCutShort(file)) {
        await rewritten(file);
        continue;
      }
      if (file.readTo === 0 && bytes.length > 0 && (await cameTooLate(file))) continue;
      const outcome = file.take(bytes);
      counts.lines += file.lines - before;
      if (outcome === 'rewritten') await rewritten(file);
      else if (outcome === 'taken') {
        silence.broken();
        leaving = false;
        publish();
        await committer.room();
      } else if (!(await moveOn(file))) {
        enter('following');
        publish();
        await sleep();
      }
    }
    publish();
    if (file !== null) await leave(file);
  }

  /** Where to begin: where the last run stood, else at the end of what there is. */
  async function begin(): Promise<void> {
    const members = membersOf(path);
    if (saved !== null) return resume(members, saved);
    const live = members.find((member) => member.path === path);
    unread.markRead(members.filter((member) => member !== live));
    if (!live) return;
    if (context.fromStart) await open(live, startOfSource);
    else await open(live, await lastLineStart(path));
  }

  async function resume(members: readonly Member[], position: FilePosition): Promise<void> {
    enter('catching-up');
    if (position.file !== null) left.set(position.stream.anchor.generation, position.file);
    const { anchor, reached } = position.stream;
    // Where the file with the open records is gone, their later lines are lost; what was stored of them stays.
    if (await resumeAt(position.file, anchor)) return;
    if (await resumeAt(position.reachedFile, reached)) return;
    const older = members.filter(({ stats }) => Number(stats.mtimeMs) < position.atMs);
    unread.markRead(older);
    const [first] = members.slice(older.length);
    if (position.reachedFile !== null) {
      lostIsLeast = true;
      say(`${path}: the file that was read last is gone: what it got since then is lost, nobody can count it`);
    }
    if (first) await open(first, { ...startOfSource, generation: reached.generation + 1 });
  }

  async function resumeAt(known: FileIdentity | null, from: Place): Promise<boolean> {
    const found = known && (await findFile(() => membersOf(path), known, from.offset));
    if (!found) return false;
    const { held, members } = found;
    unread.markRead(members.slice(0, members.indexOf(held.member)));
    await openHeld(held, from);
    return true;
  }

  /** The file comes into being, or comes back. */
  async function appear(): Promise<void> {
    const members = membersOf(path);
    const [next] = await unread.among(members);
    if (next) await open(next, { ...startOfSource, generation: place.generation + 1 });
    else enter('waiting', members.length === 0 ? 'not there yet' : null);
  }

  /** Opens a member; one that was moved since it was listed is left for the next look. */
  async function open(member: Member, from: Place): Promise<void> {
    try {
      const held = hold(member);
      if (held !== null) await openHeld(held, from);
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code !== 'EACCES' && code !== 'EPERM') throw error;
      fail('permission denied');
    }
  }

  /** Begins to read a file, or reads it whole where it is compressed. */
  async function openHeld(held: HeldMember, from: Place): Promise<void> {
    const { member } = held;
    if (frames.current === null) {
      const head = Buffer.from(await headOf(held, framingHeadBytes))
        .toString('latin1')
        .split('\n')
        .slice(0, -1);
      frames = adaptiveReader(detectFraming(head), head);
    }
    stream.beginFile(from.generation);
    const packed = isCompressed(member.path);
    const before = packed ? { before: await bytesBefore(held, from.offset) } : {};
    const opened = openLogFile({ held, from, frames, stream, ...before });
    unread.markRead([member]);
    leaving = false;
    file = opened;
    place = opened.place;
    if (packed) {
      await readWhole(opened);
      return;
    }
    tail = openTail(path, opened.fd, {
      chunk: (bytes) => gotBytes?.(bytes),
      woken: (name) => concerns(name) && rouse(),
      failed: () => gotBytes?.(nothing),
    });
    enter(from.offset > 0 && saved === null ? 'following' : 'catching-up');
  }

  /** A compressed file is finished: it is read in one go. A restart in the middle of it reads it again. */
  async function readWhole(current: LogFile): Promise<void> {
    await readCopyFrom(current.held, current.readTo, async (bytes) => {
      const before = current.lines;
      current.goOn(bytes);
      counts.lines += current.lines - before;
      publish({ withPosition: false });
      await committer.room();
    });
    await finish(current, 'whole');
    await leave(current);
  }

  const concerns = (name: string | null): boolean =>
    name === null || name.startsWith(basename(path).replace(/\.log$/, ''));

  function read(from: LogFile): Promise<Buffer> {
    return new Promise((resolve) => {
      gotBytes = (bytes) => {
        gotBytes = null;
        resolve(bytes);
      };
      tail?.read(from.readFrom);
    });
  }

  /** Where a former run had read more of this file than it holds now, it was cut before this run had caught up. */
  function isCutShort(current: LogFile): boolean {
    const reached = saved?.stream.reached;
    if (!reached || current.generation !== reached.generation || current.readTo >= reached.offset) return false;
    return fstatSync(current.fd).size < reached.offset;
  }

  /**
   * Between the listing and the first read, the file may have been copied and cut, and what it held then stands in a copy: that
   * comes first. True where it does; nothing was taken of the file then.
   */
  async function cameTooLate(current: LogFile): Promise<boolean> {
    const [earlier] = await unread.among(membersOf(path).filter(({ inode }) => inode !== current.inode));
    if (!earlier || current.held.member.path !== path) return false;
    unread.forget(current.inode);
    await leave(current);
    await open(earlier, { ...startOfSource, generation: current.generation });
    return true;
  }

  /** At the end of a file: is there a newer one? True where reading goes on at once. */
  async function moveOn(current: LogFile): Promise<boolean> {
    const live = statOf(path);
    if (live !== null && inodeOf(live) === current.inode) {
      if (Number(live.size) >= current.readTo) return false;
      await rewritten(current);
      return true;
    }
    const next = (await unread.among(candidates(current), current.inode))[0];
    if (!next) return false;
    const isLive = next.path === path;
    if (isLive && next.stats.size === 0n) return false;
    if (!leaving) {
      leaving = true;
      return true;
    }
    if (pathOf(current.fd) === null) {
      lostIsLeast = true;
      say(
        `${path}: was deleted and created again: files that came and went in between are lost, nobody can count them`,
      );
    }
    await finish(current, 'whole');
    await leave(current);
    counts.rotations += 1;
    await open(next, { ...startOfSource, generation: current.generation + 1 });
    return true;
  }

  /** Files that may be newer: beside the name, and beside the file where it was moved to another directory. */
  function candidates(current: LogFile): readonly Member[] {
    const here = membersOf(path);
    const moved = pathOf(current.fd);
    if (moved === null || dirname(moved) === dirname(path)) return here;
    const there = membersOf(join(dirname(moved), basename(path)));
    return [...there, ...here.filter(({ inode }) => there.every((other) => other.inode !== inode))];
  }

  /** The file was cut and perhaps written anew. Whoever cuts a log has often copied it before: the rest is read from there. */
  async function rewritten(current: LogFile): Promise<void> {
    const known = current.remembered();
    let copied = false;
    const others = (): readonly Member[] => membersOf(path).filter(({ inode }) => inode !== current.inode);
    const missed = await unread.among(others());
    const copy = await findFile(others, known, current.readTo);
    if (copy !== null) {
      const { held } = copy;
      const before = current.lines;
      await readCopyFrom(held, current.readTo, async (bytes) => current.goOn(bytes));
      counts.lines += current.lines - before;
      unread.markRead([held.member]);
      stream.rename(current.generation, held.member.path);
      held.close();
      copied = true;
      // Copies older than this one that nobody has read: they were made before the file could be looked into.
      unread.owe(missed.filter(({ inode }) => inode !== held.member.inode));
    }
    counts.rotations += 1;
    lostIsLeast = true;
    say(
      copied
        ? `${path}: was copied and cut: lines written between the two are lost, nobody can count them`
        : `${path}: was cut: lines not read by then are lost, nobody can count them`,
    );
    await finish(current, copied ? 'copied' : 'cut');
    await leave(current);
    unread.forget(current.inode);
    // It may have been copied and cut more than once: the later copies come before what it holds now.
    const [next] = await unread.among(membersOf(path));
    if (next) await open(next, { ...startOfSource, generation: current.generation + 1 });
  }

  async function finish(current: LogFile, end: 'whole' | 'copied' | 'cut'): Promise<void> {
    current.finish(end === 'cut');
    const known = current.remembered();
    unread.remember(known);
    left.set(current.generation, { ...known, tailBytes: 0, tailHash: hashOf(nothing) });
    left.delete(current.generation - mostLeft);
    const renamed = pathOf(current.fd);
    if (end === 'cut') stream.rename(current.generation, `${path} (cut)`);
    else if (end === 'whole' && renamed !== path) stream.rename(current.generation, renamed ?? `${path} (deleted)`);
    place = { ...startOfSource, generation: current.generation + 1 };
  }

  async function leave(current: LogFile): Promise<void> {
    await tail?.stop();
    tail = null;
    current.close();
    if (file === current) file = null;
  }

  /** Hands over what is new. Between two files there is no position: a restart begins at the end of the one that was left. */
  function publish({ withPosition = true } = {}): void {
    if (file === null) return;
    place = file.place;
    const news = stream.take(place);
    const { anchor } = news.position;
    const directory = dirname(path);
    const records = news.records.map((record) => ({ record, directory }));
    if (!withPosition) {
      if (records.length > 0) committer.add({ records, outgrown: news.outgrown });
      return;
    }
    const identity =
      anchor.generation === file.generation ? file.identityAt(anchor.offset) : (left.get(anchor.generation) ?? null);
    const reachedFile = file.identityAt(place.offset);
    const format = frames.current?.name ?? null;
    const row = stream.coverage({
      path,
      directory,
      format,
      lines: counts.lines,
      bytes: file.readTo,
      showsWriter: frames.current?.showsWriter ?? false,
      gaps: lostIsLeast,
    });
    const coverage = row && (records.length > 0 || row.fromUs !== null) ? [row] : [];
    remember({ stream: news.position, file: identity, reachedFile }, { records, outgrown: news.outgrown, coverage });
  }

  function remember(
    position: Pick<FilePosition, 'stream' | 'file' | 'reachedFile'>,
    facts: Pick<Contribution, 'records' | 'outgrown' | 'coverage'> = {},
  ): void {
    const text = JSON.stringify(position);
    if (text === lastPosition && (facts.records ?? []).length === 0) return;
    lastPosition = text;
    const checkpoint: FilePosition = { version: 1, ...position, atMs: context.nowMs() };
    committer.add({ ...facts, checkpoint: { source: name, position: checkpoint } });
    context.changed();
  }

  function sleep(): Promise<void> {
    if (woken || stopped) return Promise.resolve();
    return new Promise((resolve) => {
      wake = resolve;
    });
  }

  function rouse(): void {
    woken = true;
    wake?.();
    wake = null;
  }

  function enter(next: SourceState['state'], why: string | null = null): void {
    if (state === next && message === why) return;
    state = next;
    message = why;
    context.changed();
  }

  function fail(why: string): void {
    if (state === 'failed' && message === why) return;
    enter('failed', why);
    say(`${path}: ${why}`);
  }

  return {
    get state(): SourceState {
      const size = file === null ? null : statOf(path)?.size;
      return {
        name: path,
        kind: 'file',
        state,
        message,
        lines: counts.lines,
        lost: counts.lost,
        lostIsLeast,
        behindBytes: size == null || file === null ? null : Math.max(0, Number(size) - file.readTo),
        rotations: counts.rotations,
      };
    },
    ready,
    ended: new Promise(() => {}),
    tick() {
      const us = silence.tick();
      if (us > 0) stream.silence(us);
      rouse();
    },
    async stop() {
      stopped = true;
      rouse();
      gotBytes?.(nothing);
      await running;
    },
  };
}

const nothing = Buffer.alloc(0);
const mostLeft = 64;
const nowhere = { stream: { anchor: startOfSource, reached: startOfSource, published: [] } };

function statOf(path: string): BigIntStats | null {
  try {
    return statSync(path, { bigint: true });
  } catch {
    return null;
  }
}
