import { isatty } from 'node:tty';
import { shownZone } from '../../examination/log-zone.ts';
import type { FileCoverage } from '../../ingest/sink.ts';
import { createStyle } from '../../views/style.ts';
import type { ViewSettings } from '../../views/view.ts';
import type { Plan } from '../plan.ts';
import { problemsTold } from './notices.ts';

/** How the plan wants results written. */
export function viewSettings(plan: Plan, { coverage }: { readonly coverage: readonly FileCoverage[] }): ViewSettings {
  const { columns, ascii, verbose, colour } = plan;
  return {
    columns,
    ascii,
    verbose,
    style: createStyle(colour),
    zone: shownZone(plan, coverage),
    // The notices stand above it on the same screen.
    problemsTold: plan.isTerminal && isatty(2) ? problemsTold(verbose) : 0,
  };
}
