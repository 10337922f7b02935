import type { Outcome } from './exit-status.ts';
import type { Plan } from './plan.ts';
import type { OptionName } from './words/options.ts';
import type { Notices } from './writing/notices.ts';
import type { Output } from './writing/output.ts';

/** What a command may touch of the world. */
export interface Context {
  readonly out: Output;
  readonly notices: Notices;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly nowMs: () => number;
  /** Aborted by Ctrl-C or SIGTERM: stop reading, write what there is, return. */
  readonly interrupt: AbortSignal;
  /** Every command, for those that write about commands: they cannot import the list that lists them. */
  readonly commands: () => Promise<readonly Command[]>;
}

/** One word of the command line. What it needs beyond its own text it imports inside `run`: start-up time is a feature. */
export interface Command {
  readonly name: string;
  /** One line, for the list of commands. */
  readonly summary: string;
  /** Without the leading `oomtrail`. */
  readonly usage: string;
  /** Whole command lines that work. */
  readonly examples: readonly string[];
  /** Further lines of the help. */
  readonly notes: readonly string[];
  readonly options: readonly OptionName[];
  /** Values of `--format`; the first is the default. Empty where there is one output only. */
  readonly formats: readonly string[];
  /** `instead` says what those want who give more. */
  readonly operands: { readonly least: number; readonly most: number; readonly instead?: string };
  run(plan: Plan, context: Context): Promise<Outcome>;
}
