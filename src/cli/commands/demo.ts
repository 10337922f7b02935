import { join } from 'node:path';
import type { Command } from '../command.ts';
import { packageRoot } from '../package-root.ts';

/** The incident that ships with oomtrail, analyzed. */
export const demo: Command = {
  name: 'demo',
  summary: 'Analyze the real incident that ships with oomtrail',
  usage: 'demo [options]',
  examples: ['oomtrail demo', 'oomtrail demo --json | jq .incidents[0].victims'],
  notes: ['A database is killed, and it had not taken the memory: see who had.'],
  options: ['tz', 'format', 'json', 'jsonl', 'output', 'ascii', 'verbose'],
  formats: ['text', 'json', 'jsonl'],
  operands: { least: 0, most: 0 },
  async run(plan, context) {
    const { analyze } = await import('./analyze.ts');
    return analyze.run({ ...plan, operands: [join(packageRoot, 'corpus', 'demo')] }, context);
  },
};
