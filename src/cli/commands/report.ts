import { extname } from 'node:path';
import type { Command } from '../command.ts';
import { periodOptions } from '../words/options.ts';
import { pathsOf } from '../words/paths.ts';
import { withTimelineOperand } from '../words/timeline-operand.ts';

/** The post-incident document: Markdown for a postmortem, or one page with charts that needs nothing else. */
export const report: Command = {
  name: 'report',
  summary: 'Write the post-incident document as Markdown or HTML',
  usage: 'report [PATH...] -o FILE [options]',
  examples: [
    'oomtrail report /var/log -o incident.html',
    'oomtrail report sosreport.tar.gz --incident worst -o incident.md',
    'oomtrail report /var/log --redact --names key.json -o to-share.html',
  ],
  notes: [
    "FILE's ending decides the format (.md, .html, .json), unless --format does.",
    '--names FILE keeps the pseudonyms for later runs: do not share it.',
  ],
  options: [
    'output',
    'incident',
    'redact',
    'names',
    'samples',
    'db',
    ...periodOptions,
    'tz',
    'year',
    'format',
    'plots',
    'page-size',
  ],
  formats: ['markdown', 'html', 'json'],
  operands: { least: 0, most: Number.POSITIVE_INFINITY },
  async run(typed, context) {
    const plan = withTimelineOperand(typed);
    const inputs = plan.db !== null && plan.operands.length === 0 ? null : pathsOf(plan, 'report');
    const [{ writeDocument }, { reportViews }] = await Promise.all([
      import('../writing/write-document.ts'),
      import('../../views/report/index.ts'),
    ]);
    const ending = extname(plan.output ?? '').toLowerCase();
    const view =
      reportViews.find(({ name }) => name === plan.format) ??
      reportViews.find(({ endings }) => plan.format === null && endings.includes(ending)) ??
      reportViews[0];
    if (
      plan.format === null &&
      /^\.(?!txt$)[a-z]+$/.test(ending) &&
      !(view.endings as readonly string[]).includes(ending)
    )
      context.notices.hint(`${plan.output} holds ${view.name}: its ending names no format (--format does)`);
    return writeDocument(inputs, view, { plan, context });
  },
};
