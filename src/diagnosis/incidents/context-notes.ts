import type { MergedEvent } from '../merge/event.ts';

/** Notes of one kind that are worth a line each. */
const mostNotes = 10;

/** The first notes, and how many more there are. */
export function capped(notes: readonly string[]): string[] {
  if (notes.length <= mostNotes) return [...notes];
  return [...notes.slice(0, mostNotes), `${notes.length - mostNotes} more records were left out for the same reason`];
}

/** What was seen and is no incident by itself. */
export function contextNotes(unattached: readonly MergedEvent[]): string[] {
  const count = (kind: MergedEvent['kind']): number => unattached.filter((event) => event.kind === kind).length;
  const texts: readonly (readonly [MergedEvent['kind'], string])[] = [
    ['unit-signal-kill', 'ends by SIGKILL or status 137 without an OOM record: no proof of one, not counted'],
    ['app-oom', 'programs that reached the limit of their own heap: no shortage of the machine, not counted'],
    ['fork-refused', 'forks refused by a pids limit: no shortage of memory, not counted'],
    ['userspace-kill', 'kills that a killer only rehearsed (dry run): not counted'],
  ];
  return texts.flatMap(([kind, text]) => (count(kind) === 0 ? [] : `${count(kind)} ${text}`));
}
