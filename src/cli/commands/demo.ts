import { join, relative } from 'node:path';
import { packageRoot } from '../../package-root.ts';
import type { Command } from '../command.ts';
import { formatOptions } from '../words/options.ts';

/** Where the machine of the demo stood: its kern.log and its samples name no zone. */
const demoZone = 'Asia/Kolkata';

/** The incident that ships with oomtrail: in the terminal UI on a terminal, else as text. */
export const demo: Command = {
  name: 'demo',
  summary: 'Show the incident that ships with oomtrail: a real one',
  usage: 'demo [options]',
  examples: ['oomtrail demo', 'oomtrail demo --json | jq .incidents[0].victims'],
  notes: ['A database was killed, but it had not taken the memory: see what had.'],
  options: ['tz', ...formatOptions, 'ascii', 'verbose'],
  formats: ['text', 'json', 'jsonl'],
  operands: { least: 0, most: 0 },
  async run(plan, context) {
    const wantsText = plan.format !== null || plan.output !== null || plan.verbose || plan.quiet;
    const { canShowScreens } = await import('../../tui/terminal/begin.ts');
    const screens = !wantsText && canShowScreens(context.env, process.stdout.isTTY);
    const command = screens ? (await import('./open.ts')).open : (await import('./analyze.ts')).analyze;
    const folder = join(packageRoot, 'corpus', 'demo');
    const short = relative(process.cwd(), folder);
    const operands = [short.startsWith('..') ? folder : short];
    return command.run({ ...plan, operands, zone: plan.zone ?? demoZone }, context);
  },
};
