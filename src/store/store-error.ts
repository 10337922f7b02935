import { type ExitCode, exitCodes, KnownError } from '../errors.ts';

/** What is wrong with the timeline or with a query, for callers who react (a full disk is waited for, a lock is not). */
export type StoreTrouble =
  | 'missing'
  | 'not-a-timeline'
  | 'newer'
  | 'older'
  | 'locked'
  | 'read-only'
  | 'full'
  | 'permission'
  | 'damaged'
  | 'io'
  | 'refused-sql'
  | 'bad-sql';

const exitCodeOf: Readonly<Record<StoreTrouble, ExitCode>> = {
  missing: exitCodes.unusable,
  'not-a-timeline': exitCodes.unusable,
  newer: exitCodes.unusable,
  older: exitCodes.unusable,
  locked: exitCodes.incomplete,
  'read-only': exitCodes.incomplete,
  full: exitCodes.incomplete,
  permission: exitCodes.permission,
  damaged: exitCodes.incomplete,
  io: exitCodes.incomplete,
  'refused-sql': exitCodes.unusable,
  'bad-sql': exitCodes.unusable,
};

/** Trouble with a timeline that has a sentence for the user. */
export class StoreError extends KnownError {
  readonly trouble: StoreTrouble;

  constructor(trouble: StoreTrouble, message: string, options: { hint?: string | null; cause?: unknown } = {}) {
    super(message, { ...options, exitCode: exitCodeOf[trouble] });
    this.name = 'StoreError';
    this.trouble = trouble;
  }
}
