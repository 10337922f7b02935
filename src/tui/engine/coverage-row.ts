import type { FileCoverage } from '../../ingest/sink.ts';
import type { CoverageRow } from '../../views/view.ts';

/** Coverage as it comes from the ingest, with times in the contract's form. */
export function coverageRow({ fromUs, toUs, ...row }: FileCoverage): CoverageRow {
  const { path, format, lines, bytes, records, samples, hosts, skipped } = row;
  const time = (us: number | null): string | null => (us === null ? null : new Date(us / 1000).toISOString());
  return { path, format, lines, bytes, from: time(fromUs), to: time(toUs), records, samples, hosts, skipped };
}
