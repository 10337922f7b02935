import { type ExitCode, KnownError } from '../../errors.ts';
import type { Command, Context } from '../command.ts';
import { done, type Outcome } from '../exit-status.ts';
import type { Plan } from '../plan.ts';
import { formatOptions, undatedLogOptions } from '../words/options.ts';

/** Follows this machine's logs and memory, and tells what happens while it happens. */
export const live: Command = {
  name: 'live',
  summary: 'Follow logs and memory, report incidents as they happen',
  usage: 'live [SOURCE...] [options]',
  examples: [
    'oomtrail live                                  whatever this machine has',
    'oomtrail live kmsg /var/log/app/app.log --db timeline.db',
    'oomtrail live --json --once 1 | jq .text',
    'oomtrail live --exec "/usr/local/bin/page-me" --metrics 9105',
  ],
  notes: [
    'A SOURCE is a log file, "kmsg", "journal", "-" for standard input, or "auto".',
    'With --db it resumes where it stopped; nothing is lost or stored twice.',
    'On a terminal it shows screens; elsewhere, or with --no-tui, one line per event.',
  ],
  options: [
    'db',
    'exec',
    'webhook',
    'metrics',
    'prometheus',
    'retention',
    'once',
    'from-start',
    'no-tui',
    'no-sampler',
    ...formatOptions,
    'exec-shell',
    'exec-timeout',
    'webhook-secret',
    'textfile',
    'oom-score-adj',
    ...undatedLogOptions,
    'ascii',
  ],
  formats: ['text', 'json', 'jsonl'],
  operands: { least: 0, most: Number.POSITIVE_INFINITY },
  async run(plan, context) {
    (await import('../../live/surviving/own-process.ts')).staySmall();
    const shown = wantsScreens(plan) ? await onScreens(plan, context) : null;
    if (shown !== null) return shown;
    const { runLive } = await import('../../live/run.ts');
    await runLive(plan, context);
    return done;
  },
};

const wantsScreens = ({ noScreens, format, output, quiet, verbose }: Plan): boolean =>
  !noScreens && format === null && output === null && !quiet && !verbose;

/** The screens, with the session in a thread beside them; null where there is no terminal for them. */
async function onScreens(plan: Plan, { env, interrupt }: Context): Promise<Outcome | null> {
  const { runLiveScreens } = await import('../../tui/live-screens.ts');
  const ended = await runLiveScreens(plan, { env, interrupt });
  if (ended === 'no-terminal') return null;
  if (ended === null) return done;
  const { message, exitCode, hint } = ended;
  throw exitCode === null ? new Error(message) : new KnownError(message, { exitCode: exitCode as ExitCode, hint });
}
