/** Exit statuses, documented in `oomtrail help exit-codes`. */
export const exitCodes = {
  ok: 0,
  found: 1,
  unusable: 2,
  incomplete: 3,
  permission: 4,
  internal: 70,
  interrupted: 130,
  terminated: 143,
} as const;

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

/**
 * Trouble with the world outside that has a sentence for the user. Anything else that is thrown is a bug of ours.
 *
 * The message says what, where and why; `hint` says what to do. `exitCode` is what this trouble alone leads to.
 */
export class KnownError extends Error {
  readonly exitCode: ExitCode;
  readonly hint: string | null;
  /** The file that it speaks of, as coverage names it; null where it is of none, or of several. */
  readonly path: string | null;

  constructor(
    message: string,
    options: { exitCode?: ExitCode; hint?: string | null; path?: string | null; cause?: unknown } = {},
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'KnownError';
    this.exitCode = options.exitCode ?? exitCodes.incomplete;
    this.hint = options.hint ?? null;
    this.path = options.path ?? null;
  }
}
