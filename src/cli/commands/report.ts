import { extname } from 'node:path';
import type { Command } from '../command.ts';
import { pathsOf } from '../inputs.ts';

/** The post-incident document: Markdown for a postmortem, or one page with charts that needs nothing else. */
export const report: Command = {
  name: 'report',
  summary: 'Write the post-incident document: Markdown or a page',
  usage: 'report [PATH...] -o FILE [options]',
  examples: [
    'oomtrail report /var/log -o incident.html',
    'oomtrail report sosreport.tar.gz --incident worst -o incident.md',
    'oomtrail report /var/log --redact -o to-share.html',
  ],
  notes: [
    'The form follows the ending of FILE (.md, .html, .json); --format overrides it.',
    '--names: what FILE holds already is kept, so that several runs use the same pseudonyms.',
  ],
  options: [
    'since',
    'until',
    'tz',
    'year',
    'page-size',
    'samples',
    'db',
    'incident',
    'redact',
    'names',
    'plots',
    'format',
    'output',
  ],
  formats: ['markdown', 'html', 'json'],
  operands: { least: 0, most: Number.POSITIVE_INFINITY },
  async run(plan, context) {
    const inputs = plan.db !== null && plan.operands.length === 0 ? null : pathsOf(plan, 'report');
    const [{ writeDocument }, { reportViews }] = await Promise.all([
      import('../write-document.ts'),
      import('../../views/report/index.ts'),
    ]);
    const ending = extname(plan.output ?? '').toLowerCase();
    const view =
      reportViews.find(({ name }) => name === plan.format) ??
      reportViews.find(({ endings }) => plan.format === null && endings.includes(ending)) ??
      reportViews[0];
    return writeDocument(inputs, view, { plan, context });
  },
};
