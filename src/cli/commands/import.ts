import { existsSync } from 'node:fs';
import { exitCodes, KnownError } from '../../errors.ts';
import type { Collected } from '../../examination/collect.ts';
import { inferredTemplates } from '../../examination/inferred-templates.ts';
import { readSomething } from '../../examination/inputs.ts';
import { counted } from '../../views/quantities.ts';
import type { Command, Context } from '../command.ts';
import type { Outcome } from '../exit-status.ts';
import type { Plan } from '../plan.ts';
import { usageError } from '../words/args.ts';
import { periodOptions, undatedLogOptions, undatedSampleOptions } from '../words/options.ts';
import { pathsOf } from '../words/paths.ts';
import { tellSkipped } from '../writing/tell-skipped.ts';

/** Fills a timeline file; the same inputs again add nothing. */
export const importCommand: Command = {
  name: 'import',
  summary: 'Fill a timeline file; reading the same inputs twice adds nothing',
  usage: 'import PATH... --db FILE [options] | import --reparse [PATH...] --db FILE',
  examples: [
    'oomtrail import /var/log --db timeline.db',
    'journalctl -o json | oomtrail import - --db timeline.db',
    'oomtrail import --reparse --db timeline.db',
    'oomtrail query --db timeline.db --saved kills-by-comm',
  ],
  notes: [],
  options: ['db', ...periodOptions, 'reparse', ...undatedLogOptions, ...undatedSampleOptions],
  formats: [],
  operands: { least: 0, most: Number.POSITIVE_INFINITY },
  async run(plan, context) {
    if (plan.db === null)
      throw usageError('import needs --db FILE', 'Example: oomtrail import /var/log --db timeline.db');
    if (plan.reparse) return renew(plan.db, { plan, context });
    const paths = pathsOf(plan, 'import');
    const [{ openTimeline }, { collect }, { judgeAndKeep }] = await Promise.all([
      import('../../store/index.ts'),
      import('../../examination/collect.ts'),
      import('../../examination/judge.ts'),
    ]);
    const timeline = await openTimeline({ file: plan.db, mode: 'write' });
    try {
      const collected = await collect(paths, timeline, { plan, context });
      const { records, points, timelessSamples, coverage } = collected;
      const { incidents } = await judgeAndKeep(timeline, await timeline.coverage());
      const lines = [
        `${counted(records.fresh, 'record')} added, ${records.duplicate} already there`,
        `${counted(points.fresh, 'sample value')} added, ${points.duplicate} already there`,
        ...leftOutLines(points),
        ...(timelessSamples > 0
          ? [`${counted(timelessSamples, 'sample')} without a time left out (--start says when they begin)`]
          : []),
        `${counted(coverage.length, 'file')} read into ${plan.db}, which now holds ${counted(incidents.length, 'incident')}`,
      ];
      await context.out.write(`${lines.join('\n')}\n`);
      tellSkipped(context.notices, coverage);
      for (const sentence of inferredTemplates(coverage)) context.notices.hint(sentence);
      return { found: false, read: readSomething(collected), problems: collected.problems };
    } finally {
      await timeline.close();
    }
  },
};

/** Sentences on values that the timeline did not take. */
function leftOutLines({ conflicting, refused }: Collected['points']): string[] {
  return [
    ...(conflicting > 0
      ? [`${counted(conflicting, 'sample value')} left out: another value of that time was there first`]
      : []),
    ...(refused > 0 ? [`${counted(refused, 'sample value')} left out: not a finite number`] : []),
  ];
}

async function renew(db: string, { plan, context }: { plan: Plan; context: Context }): Promise<Outcome> {
  if (!existsSync(db))
    throw new KnownError(`${db}: no such file`, {
      exitCode: exitCodes.unusable,
      hint: 'Make one: oomtrail import PATH... --db FILE',
    });
  const [{ openTimeline }, { reparse }, { judgeAndKeep }] = await Promise.all([
    import('../../store/index.ts'),
    import('../../examination/reparse.ts'),
    import('../../examination/judge.ts'),
  ]);
  const timeline = await openTimeline({ file: db, mode: 'write' });
  try {
    const { collected, files, dropped, notThere } = await reparse(timeline, plan.operands, { plan, context });
    const { incidents } = await judgeAndKeep(timeline, await timeline.coverage());
    const { records, points } = collected;
    const lines = [
      ...(files === 0 && notThere.length === 0 ? ['nothing to reread: every file was read by this version'] : []),
      ...(files > 0
        ? [
            `${counted(files, 'file')} read again: ${counted(records.renewed, 'record')} renewed, ${records.fresh} new, ${dropped.records} gone`,
            `${counted(points.renewed, 'sample value')} renewed, ${points.fresh} new, ${dropped.points} gone`,
          ]
        : []),
      ...leftOutLines(points),
      ...notThere.map((path) => `${path}: gone, or replaced by another file: what it gave is kept as it was`),
      `${db} now holds ${counted(incidents.length, 'incident')}`,
    ];
    await context.out.write(`${lines.join('\n')}\n`);
    return { found: false, read: true, problems: collected.problems };
  } finally {
    await timeline.close();
  }
}
