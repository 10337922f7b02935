import type { KernelRecord } from '../../../parsers/model/record.ts';
import { readInputs, readSomething } from '../../examination/inputs.ts';
import type { Command } from '../command.ts';
import { periodOptions, undatedLogOptions } from '../words/options.ts';
import { pathsOf } from '../words/paths.ts';
import { tellSkipped } from '../writing/tell-skipped.ts';

/** Kernel records as JSON lines (`oomtrail/record@1`), in log order; no judgement, no database. */
export const extract: Command = {
  name: 'extract',
  summary: 'Print the memory records of kernel logs as JSON lines, in log order',
  usage: 'extract [PATH... | -] [options]',
  examples: [
    'oomtrail extract /var/log/kern.log* | jq .',
    'cat kern.log | oomtrail extract - | jq -r .kind | sort | uniq -c',
    'oomtrail extract --since "2h ago" /var/log/syslog',
  ],
  notes: [
    'One object per line, oomtrail/record@1: see "oomtrail formats --schema record".',
    '--names FILE keeps the pseudonyms for later runs: do not share it.',
  ],
  options: [...periodOptions, 'redact', 'names', 'output', ...undatedLogOptions],
  formats: [],
  operands: { least: 0, most: Number.POSITIVE_INFINITY },
  async run(plan, context) {
    const [{ createJsonLines }, { jsonOf }] = await Promise.all([
      import('../writing/json-lines.ts'),
      import('../../ingest/record-json.ts'),
    ]);
    const lines = createJsonLines(context.out);
    const { redactorFor, writePseudonyms } = await import('../writing/pseudonyms-file.ts');
    const redactor = await redactorFor(plan);
    const clean = (record: KernelRecord): KernelRecord => {
      redactor?.learnRecord(record);
      return redactor?.value(record) ?? record;
    };
    const record = (found: KernelRecord): void => {
      const cleaned = clean(found);
      lines.add(cleaned, jsonOf(cleaned));
    };
    const reading = await readInputs(pathsOf(plan, 'extract'), {
      plan,
      context,
      want: { records: true, samples: false },
      facts: { record, sample: () => {}, flush: () => lines.flush() },
    });
    await lines.end();
    tellSkipped(context.notices, reading.coverage);
    await writePseudonyms(plan.pseudonymsFile, redactor);
    return { found: false, read: readSomething(reading), problems: reading.problems };
  },
};
