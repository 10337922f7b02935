import { counted } from '../../views/quantities.ts';
import { usageError } from '../args.ts';
import type { Command } from '../command.ts';
import { pathsOf, readSomething } from '../inputs.ts';

/** Fills a timeline file; the same inputs again add nothing. */
export const importCommand: Command = {
  name: 'import',
  summary: 'Fill a timeline file; a second run over the same inputs adds nothing',
  usage: 'import PATH... --db FILE [options]',
  examples: [
    'oomtrail import /var/log --db timeline.db',
    'journalctl -o json | oomtrail import - --db timeline.db',
    'oomtrail query --db timeline.db --saved kills-by-comm',
  ],
  notes: [],
  options: [
    'db',
    'since',
    'until',
    'tz',
    'year',
    'page-size',
    'start',
    'interval',
    'unit',
    'time-regex',
    'value-regex',
  ],
  formats: [],
  operands: { least: 0, most: Number.POSITIVE_INFINITY },
  async run(plan, context) {
    if (plan.db === null)
      throw usageError('import needs --db FILE', 'Example: oomtrail import /var/log --db timeline.db');
    const paths = pathsOf(plan, 'import');
    const [{ openTimeline }, { collect }, { judgeAndKeep }] = await Promise.all([
      import('../../store/index.ts'),
      import('../collect.ts'),
      import('../examine.ts'),
    ]);
    const timeline = await openTimeline({ file: plan.db, mode: 'write' });
    try {
      const collected = await collect(paths, timeline, { plan, context });
      const { records, points, timelessSamples, coverage } = collected;
      const { incidents } = await judgeAndKeep(timeline, await timeline.coverage());
      const lines = [
        `${counted(records.fresh, 'record')} added, ${records.duplicate} already there`,
        `${counted(points.fresh, 'sample value')} added, ${points.duplicate} already there`,
        ...(timelessSamples > 0
          ? [`${counted(timelessSamples, 'sample')} without a time left out (--start says when they begin)`]
          : []),
        `${counted(coverage.length, 'file')} read into ${plan.db}, which now holds ${counted(incidents.length, 'incident')}`,
      ];
      await context.out.write(`${lines.join('\n')}\n`);
      return { found: false, read: readSomething(collected), problems: collected.problems };
    } finally {
      await timeline.close();
    }
  },
};
