import { type FileIdentity, hasHead } from './identity.ts';
import { headOf, hold, isCompressed, type Member } from './members.ts';

/** Knows which files of a rotated set were read, also when they come back under another name or compressed. */
export interface Unread {
  markRead(members: readonly Member[]): void;
  /** The inode holds something new. */
  forget(inode: string): void;
  /** These were passed over, and come first. */
  owe(members: readonly Member[]): void;
  /** What a file looked like that was read to its end. */
  remember(identity: FileIdentity): void;
  /** The files behind the last one that was read, oldest first; `current` is the one being read. */
  among(members: readonly Member[], current?: string): Promise<readonly Member[]>;
}

const mostInodes = 1000;
const mostIdentities = 64;

export function createUnread(): Unread {
  const inodes = new Set<string>();
  const owed = new Set<string>();
  let finished: FileIdentity[] = [];
  let newestReadMs = 0;

  function markRead(members: readonly Member[]): void {
    for (const { inode, stats } of members) {
      inodes.delete(inode);
      inodes.add(inode);
      owed.delete(inode);
      newestReadMs = Math.max(newestReadMs, Number(stats.mtimeMs));
    }
    for (const inode of inodes) {
      if (inodes.size <= mostInodes) break;
      inodes.delete(inode);
    }
  }

  async function wasRead(member: Member, current: string | undefined): Promise<boolean> {
    if (member.inode === current || inodes.has(member.inode)) return true;
    if (!isCompressed(member.path)) return false;
    const held = hold(member);
    if (held === null) return false;
    const head = await headOf(held, 1024);
    held.close();
    const known = finished.some((identity) => hasHead(identity, head));
    if (known) markRead([member]);
    return known;
  }

  return {
    markRead,
    forget: (inode) => void inodes.delete(inode),
    owe(members) {
      for (const { inode } of members) owed.add(inode);
    },
    remember(identity) {
      finished = [...finished, identity].slice(-mostIdentities);
    },
    async among(members, current) {
      const late = members.filter(({ inode }) => owed.has(inode));
      if (late.length > 0) return late;
      for (let index = members.length - 1; index >= 0; index -= 1) {
        const member = members[index];
        if (member && (await wasRead(member, current))) return members.slice(index + 1);
      }
      return members.filter(({ stats }) => Number(stats.mtimeMs) >= newestReadMs);
    },
  };
}
