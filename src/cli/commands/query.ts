import { exitCodes, KnownError } from '../../errors.ts';
import type { SavedQuery } from '../../store/queries/saved-query.ts';
import type { Command } from '../command.ts';
import { done } from '../exit-status.ts';
import type { Plan } from '../plan.ts';
import { usageError } from '../words/args.ts';
import { nearest } from '../words/nearest.ts';
import { formatOptions } from '../words/options.ts';

function chooseSql({ operands, saved }: Plan, savedQueries: readonly SavedQuery[]): string {
  const [typed] = operands;
  if (saved === null) {
    if (typed !== undefined) return typed;
    throw usageError('query needs SQL, or --saved NAME', '"oomtrail query --list" lists the saved queries.');
  }
  if (typed !== undefined) throw usageError('query takes SQL or --saved NAME, not both', 'Leave one of them out.');
  const found = savedQueries.find(({ name }) => name === saved);
  if (found !== undefined) return found.sql;
  const guess = nearest(
    saved,
    savedQueries.map(({ name }) => name),
  );
  throw new KnownError(`there is no saved query "${saved}"${guess === null ? '' : `: did you mean ${guess}?`}`, {
    exitCode: exitCodes.found,
    hint: '"oomtrail query --list" lists them.',
  });
}

function listText(savedQueries: readonly SavedQuery[]): string {
  const cells = Math.max(...savedQueries.map(({ name }) => name.length));
  return savedQueries.map(({ name, description }) => `${name.padEnd(cells)}  ${description}\n`).join('');
}

/** SQL over a timeline file. */
export const query: Command = {
  name: 'query',
  summary: 'Ask a timeline file in SQL, read-only',
  usage: 'query [SQL] --db FILE [options]',
  examples: [
    'oomtrail query --list',
    'oomtrail query --db timeline.db --saved process-growth',
    'oomtrail query --db timeline.db --saved kills-by-comm --format csv > kills.csv',
    'oomtrail query --db timeline.db "select comm, count(*) from victim group by 1"',
  ],
  notes: ['Views: record, victim, sample, series, incident, source (docs/timeline.md).'],
  options: ['db', 'saved', 'list', ...formatOptions],
  formats: ['table', 'json', 'jsonl', 'csv'],
  operands: { least: 0, most: 1 },
  async run(plan, { out, interrupt }) {
    const [{ openTimeline, savedQueries }, { rowViews }] = await Promise.all([
      import('../../store/index.ts'),
      import('../../views/rows/index.ts'),
    ]);
    if (plan.list) {
      await out.write(listText(savedQueries));
      return done;
    }
    const sql = chooseSql(plan, savedQueries);
    if (plan.db === null) throw usageError('query needs --db FILE', 'Make one: oomtrail import PATH... --db FILE');
    const timeline = await openTimeline({ file: plan.db, mode: 'read' });
    try {
      const { columns, rows } = await timeline.query(sql);
      const view = rowViews.find(({ name }) => name === plan.format) ?? rowViews[0];
      const writer = view.writer(columns);
      for await (const cells of rows) {
        const text = writer.row(cells);
        if (text !== '') await out.write(text);
        if (interrupt.aborted) break;
      }
      await out.write(writer.end());
      return done;
    } finally {
      await timeline.close();
    }
  },
};
