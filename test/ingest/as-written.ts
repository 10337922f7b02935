import { noOptions } from '../../parsers/samples/define-format.ts';
import type { IngestOptions } from '../../src/ingest/options.ts';

/** Nothing corrected, nothing left out, in a zone that does not depend on the machine. */
export const asWritten: IngestOptions = {
  tz: null,
  year: null,
  pageSizeBytes: null,
  sinceUs: null,
  untilUs: null,
  want: { records: true, samples: true },
  sampleOptions: noOptions,
  machineZone: 'UTC',
};
