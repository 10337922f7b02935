import type { LogEntry } from '../../model/entry.ts';
import type { Emit } from './entry.ts';

/** So many signs are no accident: the clock of a log that runs forward is set back now and then. */
const leastSigns = 3;
const mostAgainst = 0.1;
/** Within one moment only the text tells which line was first: these follow each other at once, and stand for all they tell. */
const successions: readonly (readonly [RegExp, RegExp])[] = [
  [/ invoked oom-killer: /, /^CPU: \d|^Pid: \d| cpuset=/],
  [/^Mem-[Ii]nfo:$/, /^active_anon:|^Active:|per-cpu:$|^Node \d+ /],
  [/ blocked for more than \d+ seconds\.$/, /^ +(?:Not t|T)ainted/],
  [/^(?:Memory cgroup o|O)ut of memory: Kill process \d/, /^Killed process \d/],
];
/** Most lines are none of them, which is told at once. */
const anyOfThem = new RegExp(
  successions
    .flat()
    .map(({ source }) => source)
    .join('|'),
);

/** For each succession a bit: whether the text is its first line, or its next. */
function placesOf(text: string): { readonly one: number; readonly next: number } {
  if (!anyOfThem.test(text)) return nowhere;
  const bits = (place: 0 | 1): number =>
    successions.reduce((sum, pair, index) => sum | (pair[place].test(text) ? 1 << index : 0), 0);
  return { one: bits(0), next: bits(1) };
}
const nowhere = { one: 0, next: 0 };

/** Looks at the entries of a log one by one, in the order in which they stand there, and keeps none. */
export interface OrderWatch {
  note(entry: LogEntry): void;
  /** Whether the log begins with its end, as log stores show theirs and `journalctl -r`. */
  readonly isNewestFirst: boolean;
}

export function watchOrder(): OrderWatch {
  let back = 0;
  let forward = 0;
  let lastUs: number | null = null;
  let last = nowhere;

  return {
    note({ stamp, monotonicUs, text }) {
      const atUs = monotonicUs ?? stamp?.civilUs ?? null;
      if (atUs !== null && lastUs !== null && atUs < lastUs) back += 1;
      if (atUs !== null && lastUs !== null && atUs > lastUs) forward += 1;
      const places = placesOf(text);
      if ((last.next & places.one) !== 0) back += leastSigns;
      if ((last.one & places.next) !== 0) forward += leastSigns;
      lastUs = atUs ?? lastUs;
      last = places;
    },
    get isNewestFirst() {
      return back >= leastSigns && forward <= mostAgainst * back;
    },
  };
}

/** Gives entries back in the order in which they were written. */
export interface TurnedEntries {
  /** What one line made, all of it: entries of one message keep their order. */
  take(entries: readonly LogEntry[], emit: Emit): void;
  end(emit: Emit): void;
  /** Lines that were only looked at are read again, or were. */
  forget(): void;
}

/** Of a larger log as much is turned at a time: a report across such a border comes apart. */
const mostHeldCharacters = 32 * 1024 * 1024;
/** What an entry costs beside its text. */
const charactersOfHead = 128;

export function turnedEntries(): TurnedEntries {
  let messages: LogEntry[][] = [];
  let characters = 0;

  function end(emit: Emit): void {
    const read = messages.reverse();
    forget();
    for (const message of read) for (const entry of message) emit(entry);
  }

  function forget(): void {
    messages = [];
    characters = 0;
  }

  return {
    take(entries, emit) {
      for (const entry of entries) {
        const goesOn = entry.first ? undefined : messages.at(-1);
        if (goesOn) goesOn.push(entry);
        else messages.push([entry]);
        characters += entry.text.length + charactersOfHead;
      }
      if (characters > mostHeldCharacters) end(emit);
    },
    end,
    forget,
  };
}
