import { readSomething } from '../../examination/inputs.ts';
import type { AnalysisList } from '../../views/view.ts';
import type { Command } from '../command.ts';
import { pickIncident } from '../reading/pick-incident.ts';
import { formatOptions, periodOptions } from '../words/options.ts';

/** The same analysis with the latest incident alone. */
function latestOf(analysis: AnalysisList): AnalysisList {
  const picked = pickIncident(analysis.incidents, 'latest');
  const others = analysis.incidents.length - 1;
  if (picked === null || picked === 'ambiguous' || others === 0) return analysis;
  const more = `${others} more in these logs: "oomtrail show worst", "oomtrail show 2" ...`;
  return { ...analysis, incidents: [picked.incident], notes: [...analysis.notes, more] };
}

/** The latest incident in this machine's own logs, or why none can be seen. */
export const why: Command = {
  name: 'why',
  summary: "Show this machine's latest incident, or why none can be seen",
  usage: 'why [options]',
  examples: [
    'oomtrail why                                   was it OOM?',
    'oomtrail why --since boot',
    'oomtrail why --since yesterday --until "2h ago"',
    'ssh web-2 sudo oomtrail why --json',
  ],
  notes: ["Reads the journal, the files in /var/log, and the kernel's ring buffer."],
  options: [...periodOptions, 'tz', ...formatOptions, 'ascii', 'verbose'],
  formats: ['text', 'json', 'jsonl'],
  operands: { least: 0, most: 0, instead: 'It reads this machine. Logs in files: oomtrail analyze PATH...' },
  async run(plan, context) {
    const [{ examineMachine }, { viewSettings }, { views }] = await Promise.all([
      import('../reading/machine.ts'),
      import('../writing/view-settings.ts'),
      import('../../views/index.ts'),
    ]);
    const { analysis, reading } = await examineMachine({ plan, context });
    const view = views.find(({ name }) => name === plan.format) ?? views[0];
    const settings = viewSettings(plan, reading);
    // Whoever hears "no" wants to know which logs said so.
    const verbose = settings.verbose || analysis.incidents.length === 0;
    for (const piece of view.pieces(latestOf(analysis), { ...settings, verbose })) await context.out.write(piece);
    return { found: false, read: readSomething(reading), problems: reading.problems };
  },
};
