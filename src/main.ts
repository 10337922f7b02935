import { isatty } from 'node:tty';
import { loadCommands } from './cli/commands/index.ts';
import { type Dispatched, dispatch } from './cli/dispatch.ts';
import { exitStatus, statusOfFailure } from './cli/exit-status.ts';
import { readSurroundings } from './cli/surroundings.ts';
import { createNotices, sentenceOf } from './cli/writing/notices.ts';
import { openOutput, PipeClosed } from './cli/writing/output.ts';
import { exitCodes, KnownError } from './errors.ts';

const statusOfSignal = { SIGINT: exitCodes.interrupted, SIGTERM: exitCodes.terminated } as const;
type StopSignal = keyof typeof statusOfSignal;

/** A terminal's Ctrl-C reaches us twice where bin/ runs us as a child: once by itself, once forwarded. */
const sameSignalMs = 250;

/** The first Ctrl-C or SIGTERM lets the command write what it has; a second one ends the process at once. */
function catchSignals(): { readonly interrupt: AbortSignal; readonly caught: () => StopSignal | null } {
  const controller = new AbortController();
  let caught: StopSignal | null = null;
  let caughtAtMs = 0;
  for (const name of Object.keys(statusOfSignal) as StopSignal[]) {
    process.on(name, () => {
      if (caught !== null && Date.now() - caughtAtMs > sameSignalMs) process.exit(statusOfSignal[name]);
      caught ??= name;
      caughtAtMs = Date.now();
      controller.abort();
    });
  }
  return { interrupt: controller.signal, caught: () => caught };
}

async function execute({ plan, run }: Dispatched): Promise<number> {
  const { interrupt, caught } = catchSignals();
  const out = openOutput(plan?.output ?? null);
  const notices = createNotices({
    write: (text) => process.stderr.write(text),
    nowMs: Date.now,
    quiet: plan?.quiet ?? false,
    verbose: plan?.verbose ?? false,
    showsProgress: isatty(2) && process.env.TERM !== 'dumb',
    columns: isatty(2) ? process.stderr.columns : 80,
  });
  try {
    const outcome = await run({ out, notices, env: process.env, nowMs: Date.now, interrupt, commands: loadCommands });
    await out.end();
    const signal = caught();
    if (signal !== null) process.exit(statusOfSignal[signal]);
    return exitStatus(outcome);
  } finally {
    notices.close();
  }
}

function bugReport(error: unknown): string {
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return `${stack}\noomtrail: this is a bug of oomtrail: please report the lines above.\n`;
}

/**
 * Runs the command line. The only place that decides the exit status: what the command came to, a `KnownError` with its
 * sentence, a reader who went away (0), a signal (130, 143), or a bug with its stack (70).
 */
export async function main(argv: readonly string[]): Promise<void> {
  const fail = (error: unknown): void => {
    if (error instanceof PipeClosed) process.exit(exitCodes.ok);
    process.stderr.write(error instanceof KnownError ? sentenceOf(error) : bugReport(error));
    process.exitCode = error instanceof KnownError ? statusOfFailure(error) : exitCodes.internal;
  };
  process.on('uncaughtException', (error) => {
    fail(error);
    process.exit();
  });
  // Nobody reads the warnings: no reason to stop.
  process.stderr.on('error', () => {});
  try {
    process.exitCode = await execute(await dispatch(argv, readSurroundings()));
  } catch (error) {
    fail(error);
  }
}
