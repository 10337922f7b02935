import type { RawSample } from '../../../parsers/model/sample.ts';
import type { Command } from '../command.ts';
import { pathsOf, readInputs, readSomething } from '../inputs.ts';
import type { SampleTime } from '../sample-time.ts';

/** `oomtrail/sample@1` (schemas/sample.json). */
function toRow(sample: RawSample, { us, basis }: SampleTime, rfc3339: (us: number) => string): object {
  const { monotonicUs, host, scope, pid, comm, cgroup, format, metrics, quantumBytes, span } = sample;
  return {
    schema: 'oomtrail/sample@1',
    time: us === null ? null : rfc3339(us),
    timeBasis: basis,
    monotonicSeconds: monotonicUs === null ? null : monotonicUs / 1e6,
    host,
    scope,
    pid,
    comm,
    cgroup,
    format,
    metrics,
    quantumBytes,
    source: span,
  };
}

/** Memory samples as JSON lines (`oomtrail/sample@1`), in the order of the files. */
export const samples: Command = {
  name: 'samples',
  summary: 'Print memory samples (sar, vmstat, free, top, ps, PSI ...) as JSON lines',
  usage: 'samples [PATH... | -] [options]',
  examples: [
    'oomtrail samples sa/ vmstat.txt | jq -c .metrics',
    'free -k -s 5 | oomtrail samples --start now --interval 5s -',
    'oomtrail samples --unit MB --value-regex "used=(\\S+)" memory.log',
  ],
  notes: ['One object a line, oomtrail/sample@1: see "oomtrail formats --schema sample".'],
  options: [
    'since',
    'until',
    'tz',
    'year',
    'start',
    'interval',
    'unit',
    'time-regex',
    'value-regex',
    'page-size',
    'output',
  ],
  formats: [],
  operands: { least: 0, most: Number.POSITIVE_INFINITY },
  async run(plan, context) {
    const [{ createJsonLines }, { createSampleClock }, { rfc3339 }] = await Promise.all([
      import('../json-lines.ts'),
      import('../sample-time.ts'),
      import('../../ingest/envelope.ts'),
    ]);
    const lines = createJsonLines(context.out);
    const timeOf = createSampleClock(plan, context.nowMs());
    const { sinceUs, untilUs } = plan;
    const reading = await readInputs(pathsOf(plan, 'samples'), {
      plan,
      context,
      want: { records: false, samples: true },
      facts: {
        record: () => {},
        sample(sample) {
          const time = timeOf(sample);
          const outside =
            time.us !== null && ((sinceUs !== null && time.us < sinceUs) || (untilUs !== null && time.us > untilUs));
          if (!outside) lines.add(toRow(sample, time, rfc3339));
        },
        flush: () => lines.flush(),
      },
    });
    await lines.end();
    return { found: false, read: readSomething(reading), problems: reading.problems };
  },
};
