import { workloadOf } from '../cgroup-path.ts';
import type { MergedEvent } from '../merge/event.ts';
import { listInWords } from '../quantities.ts';

/** Notes of one kind that are worth a line each. */
const mostNotes = 10;
/** Names that a reader takes in. */
const mostNames = 3;

/** The first notes, and how many more there are. */
export function capped(notes: readonly string[]): string[] {
  if (notes.length <= mostNotes) return [...notes];
  return [...notes.slice(0, mostNotes), `${notes.length - mostNotes} more records were left out for the same reason`];
}

/** What was seen and is no incident by itself. */
export function contextNotes(unattached: readonly MergedEvent[]): string[] {
  const texts: readonly (readonly [MergedEvent['kind'], one: string, many: string, why: string])[] = [
    ['unit-signal-kill', 'end', 'ends', ' by SIGKILL or status 137 without an OOM record: no proof of one'],
    [
      'app-oom',
      'program that reached the limit of its own heap',
      'programs that reached the limit of their own heap',
      ': no shortage of the machine',
    ],
    ['fork-refused', 'fork', 'forks', ` refused by a pids limit${groupsIn(unattached)}: no shortage of memory`],
    ['userspace-kill', 'kill', 'kills', ' that a killer only rehearsed (dry run)'],
  ];
  return texts.flatMap(([kind, one, many, why]) => {
    const count = unattached.filter((event) => event.kind === kind).length;
    return count === 0 ? [] : `${count} ${count === 1 ? one : many}${why}, not counted`;
  });
}

/** Whose pids limits were hit: the kernel says it once for each group. */
function groupsIn(events: readonly MergedEvent[]): string {
  const names = new Set(
    events.flatMap(({ gist }) =>
      gist.kind === 'fork-refused' && gist.cgroup !== null ? workloadOf(gist.cgroup).name : [],
    ),
  );
  const named = [...names].slice(0, mostNames);
  const rest = names.size - named.length;
  return named.length === 0 ? '' : ` (${listInWords(rest > 0 ? [...named, `${rest} more`] : named)})`;
}
