import type { LiveFace } from '../../live/face.ts';
import type { Command, Context } from '../command.ts';
import type { Plan } from '../plan.ts';

/** Follows this machine's logs and memory, and tells what happens while it happens. */
export const live: Command = {
  name: 'live',
  summary: 'Follow logs and memory, call the incident as it happens',
  usage: 'live [SOURCE...] [options]',
  examples: [
    'oomtrail live                                  whatever this machine has',
    'oomtrail live kmsg /var/log/app/app.log --db timeline.db',
    'oomtrail live --json --once 1 | jq .text',
    'oomtrail live --exec "/usr/local/bin/page-me" --metrics 9105',
  ],
  notes: [
    'A SOURCE is a log file, "kmsg", "journal", "-" for standard input, or "auto".',
    'With --db it goes on where it stopped; nothing is lost or stored twice.',
    'On a terminal: the screens. Else, or with --no-tui: one line for each event, or one JSON object with --json.',
  ],
  options: [
    'db',
    'format',
    'json',
    'jsonl',
    'output',
    'exec',
    'exec-shell',
    'exec-timeout',
    'webhook',
    'webhook-secret',
    'metrics',
    'textfile',
    'prometheus',
    'no-tui',
    'once',
    'from-start',
    'no-sampler',
    'oom-score-adj',
    'retention',
    'tz',
    'year',
    'page-size',
    'ascii',
  ],
  formats: ['text', 'json', 'jsonl'],
  operands: { least: 0, most: Number.POSITIVE_INFINITY },
  async run(plan, context) {
    (await import('../../live/own-process.ts')).staySmall();
    const face = await screensFor(plan, context);
    try {
      const { runLive } = await import('../../live/run.ts');
      return await runLive(plan, context, face);
    } finally {
      face?.close();
    }
  },
};

/** The screens on a terminal; null where lines are wanted or nothing else can be shown. */
async function screensFor(plan: Plan, { env, interrupt }: Context): Promise<LiveFace | null> {
  if (plan.live.lines || plan.format !== null || plan.output !== null || plan.quiet || plan.verbose) return null;
  const { takeLiveScreens } = await import('../../tui/live-face.ts');
  return takeLiveScreens(plan, { env, interrupt });
}
