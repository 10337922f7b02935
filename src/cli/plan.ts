import type { ExaminationPlan } from '../examination/plan.ts';
import type { LivePlan } from '../live/plan.ts';

/** What the outside world says before a command runs: handed in, so that a plan is a pure result. */
export interface Surroundings {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly nowMs: number;
  readonly bootMs: number | null;
  /** IANA zone of this machine. */
  readonly machineZone: string;
  readonly stdinIsTerminal: boolean;
  readonly stdoutIsTerminal: boolean;
  readonly stdoutColumns: number | null;
}

/** What `check --fail-on` takes. */
export const failureClasses = ['any', 'kills', 'oom', 'alloc', 'hung', 'userspace'] as const;
export type FailureClass = (typeof failureClasses)[number];

/**
 * The command line with every word resolved: whoever reads it interprets no strings. What several layers need is said by
 * them (`ExaminationPlan`, `LivePlan`); the rest is for commands alone, and null, false or empty where it was not typed.
 */
export interface Plan extends ExaminationPlan, LivePlan {
  /** PATHs, or the operands of commands that take something else. */
  readonly operands: readonly string[];
  /** When this machine booted, null where that cannot be known. */
  readonly bootMs: number | null;
  /** Null where the command decides. */
  readonly format: string | null;
  /** File that the result is written to; null: standard output. */
  readonly output: string | null;
  readonly colour: boolean;
  readonly ascii: boolean;
  /** Width of prose, in cells. */
  readonly columns: number;
  readonly quiet: boolean;
  readonly verbose: boolean;
  readonly stdinIsTerminal: boolean;
  /** The result is written to a terminal. */
  readonly isTerminal: boolean;
  /** `import`: read again what an older version read. */
  readonly reparse: boolean;
  /** `query`: the name of a saved query; whether to list them. */
  readonly saved: string | null;
  readonly list: boolean;
  /** `check`: answer as a plugin of Nagios; what counts. */
  readonly nagios: boolean;
  readonly failOn: FailureClass;
  /** `show`: with the lines of the log. */
  readonly raw: boolean;
  /** `formats`: a file to try them on; the name of a JSON Schema to print. */
  readonly detect: string | null;
  readonly schema: string | null;
  /** `corpus run`: paths in results that are not compared. */
  readonly ignore: readonly string[];
  /** `corpus add`: where to, under which name, and why. */
  readonly caseFolder: string | null;
  readonly caseName: string | null;
  readonly why: string | null;
  /** `live`: lines are wanted where screens could be shown. */
  readonly noScreens: boolean;
  /** `report`: one incident alone; a folder for pictures of its charts. */
  readonly incident: string | null;
  readonly plotsFolder: string | null;
  /** Names are replaced by pseudonyms; a file that says which stands for which. */
  readonly redact: boolean;
  readonly pseudonymsFile: string | null;
}
