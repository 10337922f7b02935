import { samplesNotAskedFor } from '../../ingest/coverage.ts';
import { isOutsidePeriod } from '../../ingest/period/period.ts';
import type { FileCoverage } from '../../ingest/sink.ts';
import { counted } from '../../views/quantities.ts';
import type { Notices } from './notices.ts';

const mostFiles = 8;

/** Left out since the user did not want it. */
const isAskedFor = (reason: string): boolean => reason === samplesNotAskedFor || isOutsidePeriod(reason);

/** Says on standard error what was left out, for commands whose result has no place for it. */
export function tellSkipped(notices: Pick<Notices, 'hint'>, coverage: readonly FileCoverage[]): void {
  const incomplete = coverage
    .map((file) => ({ ...file, skipped: file.skipped.filter(({ reason }) => !isAskedFor(reason)) }))
    .filter(({ format, skipped }) => format !== null && skipped.length > 0);
  for (const { path, skipped } of incomplete.slice(0, mostFiles)) {
    const reasons = skipped.map(({ reason, count }) => (count === 1 ? reason : `${reason} (${count} times)`));
    notices.hint(`${path}: not understood or left out: ${reasons.join('; ')}`);
  }
  if (incomplete.length > mostFiles) notices.hint(`${counted(incomplete.length - mostFiles, 'more file')} like these`);
}
