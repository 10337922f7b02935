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

  constructor(message: string, options: { exitCode?: ExitCode; hint?: string | null; cause?: unknown } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'KnownError';
    this.exitCode = options.exitCode ?? exitCodes.incomplete;
    this.hint = options.hint ?? null;
  }
}
