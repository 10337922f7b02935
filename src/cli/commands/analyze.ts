import type { Command } from '../command.ts';
import { pathsOf, readSomething } from '../inputs.ts';

/** The main job: the incidents in the inputs, worst first. */
export const analyze: Command = {
  name: 'analyze',
  summary: 'Show the incidents in kernel logs, worst first',
  usage: 'analyze PATH... [options]',
  examples: [
    'oomtrail analyze /var/log',
    'journalctl -k -o json | oomtrail analyze -',
    'oomtrail analyze sosreport.tar.gz --tz Europe/Berlin --json | jq .incidents',
  ],
  notes: [],
  options: [
    'since',
    'until',
    'tz',
    'year',
    'page-size',
    'samples',
    'db',
    'format',
    'json',
    'jsonl',
    'output',
    'ascii',
    'verbose',
  ],
  formats: ['text', 'json', 'jsonl'],
  operands: { least: 0, most: Number.POSITIVE_INFINITY },
  async run(plan, context) {
    const stored = plan.db !== null && plan.operands.length === 0;
    const inputs = stored ? null : pathsOf(plan, 'analyze');
    const [{ examine, viewSettings }, { views }] = await Promise.all([
      import('../examine.ts'),
      import('../../views/index.ts'),
    ]);
    const { analysis, reading } = await examine(inputs, { plan, context });
    const view = views.find(({ name }) => name === plan.format) ?? views[0];
    await context.out.write(view.render(analysis, viewSettings(plan, reading)));
    return { found: false, read: stored || readSomething(reading), problems: reading.problems };
  },
};
