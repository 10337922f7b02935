import { readSomething } from '../../examination/inputs.ts';
import type { ReportView } from '../../views/report/report-view.ts';
import type { Command } from '../command.ts';
import { formatOptions, periodOptions, undatedLogOptions, undatedSampleOptions } from '../words/options.ts';
import { pathsOf } from '../words/paths.ts';
import { withTimelineOperand } from '../words/timeline-operand.ts';

/** The main job: the incidents in the inputs, worst first. */
export const analyze: Command = {
  name: 'analyze',
  summary: 'Show the incidents in kernel logs, worst first',
  usage: 'analyze PATH... [options]',
  examples: [
    'oomtrail analyze /var/log',
    'journalctl -k -o json | oomtrail analyze -',
    'oomtrail analyze sosreport.tar.gz --tz Europe/Berlin --json | jq .incidents',
    'oomtrail analyze kern.log --samples sar.txt --samples ps.log',
  ],
  notes: ['A PATH may be a file, directory, archive or timeline: oomtrail help inputs.'],
  options: [
    ...periodOptions,
    'samples',
    'db',
    ...formatOptions,
    ...undatedLogOptions,
    'verbose',
    'ascii',
    'offset',
    ...undatedSampleOptions,
  ],
  formats: ['text', 'json', 'jsonl', 'markdown', 'html'],
  operands: { least: 0, most: Number.POSITIVE_INFINITY },
  async run(typed, context) {
    const plan = withTimelineOperand(typed);
    const stored = plan.db !== null && plan.operands.length === 0;
    const inputs = stored ? null : pathsOf(plan, 'analyze');
    const document = await documentView(plan.format);
    if (document !== null)
      return (await import('../writing/write-document.ts')).writeDocument(inputs, document, { plan, context });
    const [{ examine }, { viewSettings }, { views }] = await Promise.all([
      import('../../examination/examine.ts'),
      import('../writing/view-settings.ts'),
      import('../../views/index.ts'),
    ]);
    const { analysis, reading } = await examine(inputs, { plan, context });
    const view = views.find(({ name }) => name === plan.format) ?? views[0];
    for (const piece of view.pieces(analysis, viewSettings(plan, reading))) await context.out.write(piece);
    return { found: false, read: stored || readSomething(reading), problems: reading.problems };
  },
};

/** `markdown` and `html` are the forms of a report. */
async function documentView(format: string | null): Promise<ReportView | null> {
  if (format !== 'markdown' && format !== 'html') return null;
  const { reportViews } = await import('../../views/report/index.ts');
  return reportViews.find(({ name }) => name === format) ?? null;
}
