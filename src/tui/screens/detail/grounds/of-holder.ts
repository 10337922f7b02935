import { counted, formatCount } from '../../../../views/quantities.ts';
import type { Address } from '../../../engine/model/address.ts';
import type { Dossier, FirstSeen, Holder } from '../../../engine/model/dossier.ts';
import { type AmountSettings, amount, change } from '../../../text/amounts.ts';
import type { Times } from '../../../text/moment.ts';
import { spanText } from '../../../widgets/chart/sentence.ts';
import { type Grounds, inReport, mostOrigins, type Origin } from './grounds.ts';

export interface HolderQuestion {
  readonly holder: Holder;
  readonly dossier: Dossier;
  /** The report with the task table. */
  readonly report: Address;
  readonly amounts: AmountSettings;
  readonly times: Times;
}

/** The row of a process in the task table. */
export const taskRow = (comm: string, pid: number, what: string, report: Address): Origin =>
  inReport(what, report, { claim: `process ${comm} (pid ${pid})`, values: { comm, pid } });

/** The sample in which a process was seen first. */
export const firstSample = (comm: string, { pid, bytes, atUs, source }: FirstSeen, what: string): Origin => ({
  what,
  address: source,
  shows: { claim: `rss of ${comm}`, values: { comm, bytes, ...(pid === null ? {} : { pid }) } },
  atUs,
  metric: null,
});

/** A program in the task table: its sums in pages, and what it was seen to hold before. */
export function groundsOfHolder({ holder, dossier, report, amounts, times }: HolderQuestion): Grounds {
  const { comm, processes, largestPid, rssPages, alonePages, swapBytes, oomScoreAdj, seenBefore, firstSeen } = holder;
  const rows = `${counted(processes, 'row')} of the task table`;
  const sum = (pages: number | null, bytes: number | null): string => {
    const { pageSizeBytes } = dossier;
    if (pages === null) return 'the table does not print it';
    if (bytes === null || pageSizeBytes === null)
      return `${formatCount(pages)} pages in ${rows}; no line proves the size of a page`;
    return `${amount(bytes, amounts)} = ${formatCount(pages)} pages of ${formatCount(pageSizeBytes)} B, in ${rows}`;
  };
  const grew = holder.grownBytes;
  return {
    title: `${comm}: ${amount(holder.rssBytes, amounts)} in ${counted(processes, 'process', 'processes')}`,
    inputs: [
      ['rss', sum(rssPages, holder.rssBytes)],
      ['alone', `${sum(alonePages, holder.aloneBytes)}${alonePages === null ? '' : ' (anonymous pages)'}`],
      ['swap', swapBytes === null ? 'the table does not print it' : `${amount(swapBytes, amounts)}, in ${rows}`],
      ['adj', `oom_score_adj ${oomScoreAdj ?? 'is not printed'}, of pid ${largestPid}`],
      ['grew', grewText(holder, dossier, amounts)],
    ],
    origins: [
      taskRow(
        comm,
        largestPid,
        `row of pid ${largestPid}${processes > 1 ? ', the largest' : ''}, in the report`,
        report,
      ),
      ...(grew === null || seenBefore === null ? [] : firstSeen).map((seen) =>
        firstSample(
          comm,
          seen,
          `${amount(seen.bytes, amounts)} at ${times.clock(seen.atUs)}${seen.pid === null ? '' : `, pid ${seen.pid}`}: first sample`,
        ),
      ),
    ].slice(0, mostOrigins),
  };
}

function grewText(
  { grownBytes, rssBytes, seenBefore }: Holder,
  { grownOverUs }: Dossier,
  amounts: AmountSettings,
): string {
  if (grownBytes === null || seenBefore === null) return 'no samples show these processes before the event';
  const ago = grownOverUs === null ? '' : `, ${spanText(grownOverUs / 1e6)} before`;
  const seen = counted(seenBefore.processes, 'process', 'processes');
  return `${change(grownBytes, amounts)} = rss ${amount(rssBytes, amounts)} in the report less ${amount(seenBefore.bytes, amounts)} in the first samples of ${seen}${ago}`;
}
