import { type BigIntStats, fstatSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { startOfSource } from '../position.ts';
import type { FollowedLog } from './followed-log.ts';
import { inodeOf, pathOf } from './identity.ts';
import type { LogFile } from './log-file.ts';
import { findFile, type Member, membersOf } from './members.ts';
import type { Reading } from './reading.ts';

/** What happens to the files of a log. Each answers whether reading goes on at once. */
export interface Rotation {
  /** The file comes into being, or comes back. */
  appear(): Promise<void>;
  /** Where a former run had read more of this file than it holds now, it was cut before this run had caught up. */
  isCutShort(file: LogFile): boolean;
  /**
   * Between the listing and the first read, the file may have been copied and cut, and what it held then stands in a copy: that
   * comes first. True where it does; nothing was taken of the file then.
   */
  cameTooLate(file: LogFile): Promise<boolean>;
  /** The file got something: it is not left yet. */
  grew(): void;
  /** At the end of a file: is there a newer one? */
  moveOn(file: LogFile): Promise<boolean>;
  /** The file was cut and perhaps written anew. Whoever cuts a log has often copied it before: the rest is read from there. */
  rewritten(file: LogFile): Promise<void>;
}

export function createRotation({ path, saved, unread, status, stream }: FollowedLog, reading: Reading): Rotation {
  /** A newer file has content: this one is left when it has nothing new any more. */
  let leaving = false;

  /** Files that may be newer: beside the name, and beside the file where it was moved to another directory. */
  function candidates(current: LogFile): readonly Member[] {
    const here = membersOf(path);
    const moved = pathOf(current.fd);
    if (moved === null || dirname(moved) === dirname(path)) return here;
    const there = membersOf(join(dirname(moved), basename(path)));
    return [...there, ...here.filter(({ inode }) => there.every((other) => other.inode !== inode))];
  }

  async function rewritten(current: LogFile): Promise<void> {
    const known = current.remembered();
    const others = (): readonly Member[] => membersOf(path).filter(({ inode }) => inode !== current.inode);
    const missed = await unread.among(others());
    const copy = await findFile(others, known, current.readTo);
    if (copy !== null) {
      const { held } = copy;
      await reading.goOnWith(current, held);
      unread.markRead([held.member]);
      stream.rename(current.generation, held.member.path);
      held.close();
      // Copies older than this one that nobody has read: they were made before the file could be looked into.
      unread.owe(missed.filter(({ inode }) => inode !== held.member.inode));
    }
    status.rotations += 1;
    status.mayHaveLost(
      copy !== null
        ? 'was copied and cut: lines written between the two are lost, nobody can count them'
        : 'was cut: lines not read by then are lost, nobody can count them',
    );
    reading.finish(current, copy !== null ? 'copied' : 'cut');
    await reading.leave(current);
    unread.forget(current.inode);
    leaving = false;
    // It may have been copied and cut more than once: the later copies come before what it holds now.
    const [next] = await unread.among(membersOf(path));
    if (next) await reading.open(next, { ...startOfSource, generation: current.generation + 1 });
  }

  return {
    async appear() {
      const members = membersOf(path);
      const [next] = await unread.among(members);
      if (next) await reading.open(next, { ...startOfSource, generation: reading.place.generation + 1 });
      else status.enter('waiting', members.length === 0 ? 'not there yet' : null);
    },
    isCutShort(current) {
      const reached = saved?.stream.reached;
      if (!reached || current.generation !== reached.generation || current.readTo >= reached.offset) return false;
      return fstatSync(current.fd).size < reached.offset;
    },
    async cameTooLate(current) {
      if (current.held.member.path !== path) return false;
      const members = membersOf(path);
      const [earlier] = await unread.among(members.filter(({ inode }) => inode !== current.inode));
      // It may have been rotated since: then what is unread is newer.
      const isOlder = earlier && members.indexOf(earlier) < members.findIndex(({ inode }) => inode === current.inode);
      if (!isOlder) return false;
      unread.forget(current.inode);
      await reading.leave(current);
      await reading.open(earlier, { ...startOfSource, generation: current.generation });
      return true;
    },
    grew() {
      leaving = false;
    },
    async moveOn(current) {
      const live = statOf(path);
      if (live !== null && inodeOf(live) === current.inode) {
        if (Number(live.size) >= current.readTo) return false;
        await rewritten(current);
        return true;
      }
      const next = (await unread.among(candidates(current), current.inode))[0];
      if (!next) return false;
      if (next.path === path && next.stats.size === 0n) return false;
      if (!leaving) {
        leaving = true;
        return true;
      }
      const isDeleted = pathOf(current.fd) === null;
      if (isDeleted)
        status.mayHaveLost(
          'was deleted and created again: files that came and went in between are lost, nobody can count them',
        );
      reading.finish(current, 'whole');
      await reading.leave(current, 'rotated');
      status.rotations += 1;
      leaving = false;
      await reading.open(next, { ...startOfSource, generation: current.generation + 1 });
      return true;
    },
    rewritten,
  };
}

export function statOf(path: string): BigIntStats | null {
  try {
    return statSync(path, { bigint: true });
  } catch {
    return null;
  }
}
