import { workloadOf } from '../cgroup-path.ts';
import type { MergedEvent } from '../merge/event.ts';
import { listInWords } from '../quantities.ts';

/** Names that a reader takes in. */
const mostNames = 3;

/** What was seen and is no incident by itself, counted. */
export interface Context {
  add(event: MergedEvent): void;
  notes(): string[];
}

export function createContext(): Context {
  const counts = new Map<MergedEvent['kind'], number>();
  /** Whose pids limits were hit: the kernel says it once for each group. */
  const groups = new Set<string>();
  return {
    add({ kind, gist }) {
      counts.set(kind, (counts.get(kind) ?? 0) + 1);
      if (gist.kind === 'fork-refused' && gist.cgroup !== null) groups.add(workloadOf(gist.cgroup).name);
    },
    notes() {
      const texts: readonly (readonly [MergedEvent['kind'], one: string, many: string, why: string])[] = [
        ['unit-signal-kill', 'end', 'ends', ' by SIGKILL or status 137 without an OOM record: no proof of one'],
        [
          'app-oom',
          'program that reached the limit of its own heap',
          'programs that reached the limit of their own heap',
          ': no shortage of the machine',
        ],
        ['fork-refused', 'fork', 'forks', ` refused by a pids limit${named(groups)}: no shortage of memory`],
        ['userspace-kill', 'kill', 'kills', ' that a killer only rehearsed (dry run)'],
      ];
      return texts.flatMap(([kind, one, many, why]) => {
        const count = counts.get(kind) ?? 0;
        return count === 0 ? [] : `${count} ${count === 1 ? one : many}${why}, not counted`;
      });
    },
  };
}

function named(groups: ReadonlySet<string>): string {
  const names = [...groups].slice(0, mostNames);
  const rest = groups.size - names.length;
  return names.length === 0 ? '' : ` (${listInWords(rest > 0 ? [...names, `${rest} more`] : names)})`;
}
