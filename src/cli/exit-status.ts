import { type ExitCode, exitCodes, type KnownError } from '../errors.ts';

/** How a command ended. */
export interface Outcome {
  /** The question was answered with "yes, there is something" (`check`) or "there is no such thing" (a named incident). */
  readonly found: boolean;
  /** Something was read. Commands that read nothing say true. */
  readonly read: boolean;
  /** Trouble on the way, each already told to the user. */
  readonly problems: readonly KnownError[];
  /** Set by `check --nagios` alone, which has statuses of its own. */
  readonly nagios?: 0 | 1 | 2 | 3;
}

export const done: Outcome = { found: false, read: true, problems: [] };

/** The exit status of a command that came to its end: see `oomtrail help exit-codes`. */
export function exitStatus({ found, read, problems, nagios }: Outcome): number {
  if (nagios !== undefined) return nagios;
  if (found) return exitCodes.found;
  return statusOfProblems(problems, read);
}

/** Problems with status `ok` (an empty file) are told and change nothing. Where nothing was read, lack of permission counts only if it is the whole reason. */
function statusOfProblems(problems: readonly KnownError[], read: boolean): ExitCode {
  const gaps = problems.filter(({ exitCode }) => exitCode !== exitCodes.ok);
  if (gaps.length === 0) return exitCodes.ok;
  if (read) return exitCodes.incomplete;
  return gaps.every(({ exitCode }) => exitCode === exitCodes.permission) ? exitCodes.permission : exitCodes.unusable;
}

/** The exit status of a command that gave up: what would only leave a gap in a result means no result here. */
export function statusOfFailure({ exitCode }: KnownError): ExitCode {
  return exitCode === exitCodes.ok || exitCode === exitCodes.incomplete ? exitCodes.unusable : exitCode;
}
