import { basename } from 'node:path';
import type { RawSample } from '../../parsers/model/sample.ts';
import { toSampleRow } from '../ingest/sample-row.ts';
import { createSampleClock } from '../ingest/sample-time.ts';
import type { FileCoverage } from '../ingest/sink.ts';
import type { CaseFacts } from './facts.ts';

/** What files of samples gave, by name. A row is one of `oomtrail samples` without what is null or says where. */
export type SampledFiles = Readonly<Record<string, SampledFile>>;

interface SampledFile {
  readonly skipped: FileCoverage['skipped'];
  readonly rows: readonly Readonly<Record<string, unknown>>[];
}

/** Keeps samples in memory, file by file: for cases. */
export function createSampleBook({ tool, tz, year, modified }: CaseFacts): {
  add(sample: RawSample): void;
  files(coverage: readonly FileCoverage[]): SampledFiles;
} {
  const modifiedMs = modified === null ? 0 : Date.parse(modified);
  const timeOf = createSampleClock({ zone: tz, machineZone: 'UTC', year }, modifiedMs);
  const rows = new Map<string, Readonly<Record<string, unknown>>[]>();

  return {
    add(sample) {
      if (tool === null) return;
      const { schema: _schema, source, ...row } = toSampleRow(sample, timeOf(sample, modifiedMs));
      const known = Object.entries(row).filter(([, value]) => value !== null);
      const held = rows.get(source.path) ?? [];
      rows.set(source.path, held);
      held.push({ line: source.line, ...Object.fromEntries(known) });
    },
    files: (coverage) =>
      Object.fromEntries(
        coverage.map(({ path, skipped }) => [basename(path), { skipped, rows: rows.get(path) ?? [] }]),
      ),
  };
}
