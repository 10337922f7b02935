import { type Place, startOfSource } from '../position.ts';
import type { FilePosition } from './file-position.ts';
import type { FollowedLog } from './followed-log.ts';
import type { FileIdentity } from './identity.ts';
import { lastLineStart } from './last-line.ts';
import { findFile, type Member, membersOf } from './members.ts';
import type { Reading } from './reading.ts';

/** Where to begin: where the last run stood, else at the end of what there is. */
export async function begin(log: FollowedLog, reading: Reading): Promise<void> {
  const { path, saved, unread, context } = log;
  const members = membersOf(path);
  if (saved !== null) return resume(log, reading, members, saved);
  const live = members.find((member) => member.path === path);
  unread.markRead(members.filter((member) => member !== live));
  if (live) await reading.open(live, context.fromStart ? startOfSource : await lastLineStart(path));
}

async function resume(
  log: FollowedLog,
  reading: Reading,
  members: readonly Member[],
  position: FilePosition,
): Promise<void> {
  const { unread, status, left } = log;
  status.enter('catching-up');
  const { anchor, reached } = position.stream;
  if (position.file !== null) left.set(anchor.generation, position.file);
  // Where the file with the open records is gone, their later lines are lost; what was stored of them stays.
  if (await resumeAt(log, reading, position.file, anchor)) return watchLate(log, position, anchor);
  if (await resumeAt(log, reading, position.reachedFile, reached)) return watchLate(log, position, reached);
  const older = members.filter(({ stats }) => Number(stats.mtimeMs) < position.atMs);
  unread.markRead(older);
  const [first] = members.slice(older.length);
  if (position.reachedFile !== null)
    status.mayHaveLost('the file that was read last is gone: what it got since then is lost, nobody can count it');
  if (first) await reading.open(first, { ...startOfSource, generation: reached.generation + 1 });
}

async function resumeAt(
  { path, unread }: FollowedLog,
  reading: Reading,
  known: FileIdentity | null,
  from: Place,
): Promise<boolean> {
  const found = known && (await findFile(() => membersOf(path), known, from.offset));
  if (!found) return false;
  const { held, members } = found;
  unread.markRead(members.slice(0, members.indexOf(held.member)));
  await reading.openHeld(held, from);
  return true;
}

/** Files behind the place where reading begins are read again anyway; of those before it, only what came late. */
async function watchLate({ path, late }: FollowedLog, position: FilePosition, from: Place): Promise<void> {
  for (const { identity, place } of position.late) {
    if (place.generation >= from.generation) continue;
    const found = await findFile(() => membersOf(path), identity, place.offset);
    if (found) late.adopt(found.held, place);
  }
}
