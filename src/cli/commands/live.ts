import type { Command } from '../command.ts';

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
    'One line for each event, or one JSON object with --json.',
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
    const { runLive } = await import('../../live/run.ts');
    return runLive(plan, context);
  },
};
