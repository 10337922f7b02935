import { rfc3339 } from '../ingest/envelope.ts';
import type { FileCoverage } from '../ingest/sink.ts';
import type { CoverageRow } from '../views/view.ts';

/** Coverage as results show it: times as RFC 3339, and without what only the diagnosis needs. */
export function coverageRow({ fromUs, toUs, ...row }: FileCoverage): CoverageRow {
  const { path, format, lines, bytes, records, samples, hosts, skipped } = row;
  const time = (us: number | null): string | null => (us === null ? null : rfc3339(us));
  return { path, format, lines, bytes, from: time(fromUs), to: time(toUs), records, samples, hosts, skipped };
}
