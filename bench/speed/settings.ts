import { parseArgs } from 'node:util';

/** How much is measured. */
export interface Settings {
  readonly rounds: number;
  /** Sizes of the sparse syslog. */
  readonly sparseGb: readonly number[];
  /** Size of the packed logs, of the journal and of the largest log held in a file. */
  readonly wholeGb: number;
  readonly denseReports: number;
  readonly smallFiles: number;
  /** Text in each file of the rotated set. */
  readonly memberMb: number;
  /** How often the whole log goes through a pipe, and how large the one with a hole is in GB. */
  readonly pipedTimes: number;
  readonly sizesMb: readonly number[];
  /** Letters of the cases to run. */
  readonly only: string;
  /** Where the plot of case g goes, null: nowhere. */
  readonly plot: string | null;
}

const usual: Settings = {
  rounds: 3,
  sparseGb: [1, 4],
  wholeGb: 1,
  // 308 MB: scan threads read it, where they are wanted.
  denseReports: 35_000,
  smallFiles: 2000,
  memberMb: 100,
  pipedTimes: 10,
  sizesMb: [1, 10, 100, 1000],
  only: 'abcdefgh',
  plot: 'docs/cost-by-size.svg',
};

/** Enough to see that the benchmark works, and which way things went. */
const quick: Settings = {
  ...usual,
  rounds: 1,
  sparseGb: [0.25],
  wholeGb: 0.125,
  denseReports: 3000,
  smallFiles: 200,
  memberMb: 16,
  pipedTimes: 2,
  sizesMb: [1, 10, 100],
  plot: null,
};

/** `--quick`, `--rounds 5`, `--gb 1,4`, `--only abc`, `--plot FILE`. */
export function readSettings(args: readonly string[]): Settings {
  const { values } = parseArgs({
    args: [...args],
    options: {
      quick: { type: 'boolean', default: false },
      rounds: { type: 'string' },
      gb: { type: 'string' },
      only: { type: 'string' },
      plot: { type: 'string' },
    },
  });
  const base = values.quick ? quick : usual;
  return {
    ...base,
    rounds: Number(values.rounds ?? base.rounds),
    sparseGb: values.gb?.split(',').map(Number) ?? base.sparseGb,
    only: values.only ?? base.only,
    plot: values.plot ?? base.plot,
  };
}
