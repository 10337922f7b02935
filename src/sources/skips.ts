import { join } from 'node:path';
import { type ExitCode, exitCodes, KnownError } from '../errors.ts';
import type { Foreign } from './magic.ts';

/** Why something was passed over. Two files with equal reasons become one sentence. */
export interface Skip {
  readonly what: string;
  readonly hint: string | null;
  readonly exitCode: ExitCode;
}

/** Something a walk came across that is no log leaves the exit status alone; unread data, and what the user named, do not. */
export const skipOf = ({ what, hint, mayHoldLogs }: Foreign, named: boolean): Skip => ({
  what,
  hint,
  exitCode: named || mayHoldLogs ? exitCodes.incomplete : exitCodes.ok,
});

/** Counts what is passed over in one folder or archive, and says it once: /var/log has many files that are no logs. */
export interface Skips {
  add(name: string, skip: Skip): void;
  report(): void;
}

const namesShown = 6;

/** `one` makes the sentence for a single file of the folder or archive. */
export function createSkips(
  folder: string,
  problem: (error: KnownError) => void,
  one = (name: string, skip: Skip) => skipError(join(folder, name), skip),
): Skips {
  const counted = new Map<string, { readonly skip: Skip; readonly names: string[]; count: number }>();
  return {
    add(name, skip) {
      const key = JSON.stringify(skip);
      const row = counted.get(key) ?? { skip, names: [], count: 0 };
      counted.set(key, row);
      row.count++;
      if (row.names.length < namesShown) row.names.push(name);
    },
    report() {
      for (const { skip, names, count } of counted.values()) {
        const [first = ''] = names;
        problem(count === 1 ? one(first, skip) : manyError(folder, skip, names, count));
      }
      counted.clear();
    },
  };
}

/** The sentence for one file. `FILE` in the hint becomes its path, unless it is none that a command could open. */
export function skipError(path: string, { what, hint, exitCode }: Skip, isFile = true): KnownError {
  const message = `${path}: ${verb(exitCode)}: ${what}`;
  return new KnownError(message, { exitCode, hint: isFile ? (hint?.replaceAll('FILE', path) ?? null) : hint, path });
}

function manyError(
  folder: string,
  { what, hint, exitCode }: Skip,
  names: readonly string[],
  count: number,
): KnownError {
  const more = count > names.length ? ` and ${count - names.length} more` : '';
  const message = `${folder}: ${count} files ${verb(exitCode)}: ${what} (${names.join(', ')}${more})`;
  return new KnownError(message, { exitCode, hint });
}

const verb = (exitCode: ExitCode) => (exitCode === exitCodes.ok ? 'skipped' : 'not read');
