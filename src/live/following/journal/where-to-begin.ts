import { thisMachine } from '../../machine.ts';

/** Words for `journalctl -f`: the entries from this one on; without one, all there are or none but what comes. */
export function whereToBegin(cursor: string | null, all: boolean): readonly string[] {
  // Without --no-tail, ten entries of what is there come, and the others when another is written.
  if (cursor !== null) return [`--cursor=${cursor}`, '--no-tail', ...otherBoots(cursor)];
  return all ? ['--no-tail'] : ['--lines=0'];
}

/**
 * `journalctl -f` shows the running boot alone, even where a cursor or `--boot=all` asks for more, unless it merges: what was written
 * before a reboot, and not read, would be passed over. (Merged are also journals of other machines, where some are kept here.)
 */
function otherBoots(cursor: string): readonly string[] {
  const boot = /;b=([0-9a-f]{32});/.exec(cursor)?.[1];
  return boot === undefined || boot === thisMachine().bootId ? [] : ['--merge'];
}
