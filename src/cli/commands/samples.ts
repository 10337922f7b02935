import { inferredTemplates } from '../../examination/inferred-templates.ts';
import { readInputs, readSomething } from '../../examination/inputs.ts';
import type { Command } from '../command.ts';
import { periodOptions, undatedLogOptions, undatedSampleOptions } from '../words/options.ts';
import { pathsOf } from '../words/paths.ts';
import { tellSkipped } from '../writing/tell-skipped.ts';

/** Memory samples as JSON lines (`oomtrail/sample@1`), in the order of the files. */
export const samples: Command = {
  name: 'samples',
  summary: 'Print memory samples (sar, vmstat, free, top, ps ...) as JSON lines',
  usage: 'samples [PATH... | -] [options]',
  examples: [
    'oomtrail samples sa/ vmstat.txt | jq -c .metrics',
    'free -k -s 5 | oomtrail samples --start now --interval 5s -',
    'oomtrail samples --unit MB --value-regex "used=(\\S+)" memory.log',
  ],
  notes: ['One object per line, oomtrail/sample@1: see "oomtrail formats --schema sample".'],
  options: [...periodOptions, 'output', ...undatedLogOptions, ...undatedSampleOptions],
  formats: [],
  operands: { least: 0, most: Number.POSITIVE_INFINITY },
  async run(plan, context) {
    const [{ createJsonLines }, { createSampleClock }, { createSampleLine }] = await Promise.all([
      import('../writing/json-lines.ts'),
      import('../../ingest/sample-time.ts'),
      import('../writing/sample-line.ts'),
    ]);
    const lines = createJsonLines(context.out);
    const lineOf = createSampleLine();
    const timeOf = createSampleClock(plan, context.nowMs());
    const { sinceUs, untilUs } = plan;
    const reading = await readInputs(pathsOf(plan, 'samples'), {
      plan,
      context,
      want: { records: false, samples: true },
      facts: {
        record: () => {},
        sample(sample, _directory, modifiedMs) {
          const time = timeOf(sample, modifiedMs);
          const outside =
            time.us !== null && ((sinceUs !== null && time.us < sinceUs) || (untilUs !== null && time.us > untilUs));
          if (!outside) lines.add(sample, [lineOf(sample, time)]);
        },
        flush: () => lines.flush(),
      },
    });
    await lines.end();
    tellSkipped(context.notices, reading.coverage);
    for (const sentence of inferredTemplates(reading.coverage)) context.notices.hint(sentence);
    return { found: false, read: readSomething(reading), problems: reading.problems };
  },
};
