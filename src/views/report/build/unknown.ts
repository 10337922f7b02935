import { formatSpan } from '../../quantities.ts';
import type { Dossier } from '../dossier.ts';
import type { Statement } from '../model.ts';
import { mainPlace } from './main-place.ts';
import { capital } from './memory-chart.ts';
import { say } from './reference.ts';

/** What could not be known, and what would have told it. */
export function unknownOf(dossier: Dossier): Statement[] {
  const { incident, exhibit } = dossier;
  const place = mainPlace(dossier);
  const { history, report } = exhibit;
  const texts = [
    ...(incident.verdict?.limits ?? []),
    ...incident.notes,
    ...(history === null
      ? [
          'no memory samples belong to this incident: whether something grew slowly or at once cannot be told from one report (sar, atop, node_exporter or "oomtrail live" would have told it)',
        ]
      : []),
    ...(history !== null && exhibit.groups.length === 0 && incident.scope !== 'none'
      ? [
          'no samples of single processes: who grew is judged from the kernel’s table alone (pidstat, atop or ps every minute would have told it)',
        ]
      : []),
    ...(history?.alignment?.sentences ?? []),
    ...(history !== null && history.alignmentErrorUs >= 1_000_000
      ? [
          `log and samples are joined by their wall clocks, which may be ${formatSpan(history.alignmentErrorUs / 1e6)} apart`,
        ]
      : []),
    ...(incident.accountingRefused === null ? [] : [`where the memory was: ${incident.accountingRefused}`]),
    ...(report && report.tasks.length === 0
      ? ['the kernel printed no table of tasks (vm.oom_dump_tasks=0, a rate limit, or a cut log)']
      : []),
    ...(report && report.pageSizeBytes === null
      ? [
          'the page size is not proved by the report (--page-size states it), so numbers of pages are not turned into bytes',
        ]
      : []),
    ...(incident.provenance === 'unverified'
      ? ['this kind of log does not show who wrote a line: that the kernel wrote these is not proved']
      : []),
    ...(dossier.raw === null
      ? [
          'the lines of the log could not be read again (standard input, or a file that has changed), so they are not quoted',
        ]
      : []),
    ...(incident.start === null ? ['the log has no wall clock'] : []),
  ];
  return [...new Set(texts)].map((text) => say(`${capital(text.replace(/\.$/, ''))}.`, place));
}
