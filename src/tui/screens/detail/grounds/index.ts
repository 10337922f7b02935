import { chartWindow, currentDossier, currentMetric, latest } from '../../../app/answers.ts';
import { clockUsOf } from '../../../app/select.ts';
import type { App } from '../../../app/state.ts';
import type { Dossier } from '../../../engine/model/dossier.ts';
import { timesOf } from '../../../text/moment.ts';
import { statementsOf } from '../../../text/statements.ts';
import { chartSentence } from '../../../widgets/chart/sentence.ts';
import { amountsOf } from '../context.ts';
import { limitOf, pointNear, sayValue } from '../curve.ts';
import { proofsOf } from '../evidence.ts';
import { sortedHolders } from '../held.ts';
import { partsOf } from '../memory.ts';
import { focusOf } from '../state.ts';
import type { Grounds } from './grounds.ts';
import { inReport } from './grounds.ts';
import { groundsOfCurve } from './of-curve.ts';
import { groundsOfHolder } from './of-holder.ts';
import { groundsOfPart } from './of-part.ts';
import { groundsOfProof } from './of-proof.ts';
import { groundsOfStatement } from './of-statement.ts';
import { readableReport } from './report.ts';

export type { Claim, Grounds, Origin } from './grounds.ts';

/** What stands behind the selected row of the focused pane; null where the pane has no such row. */
export function groundsOf(app: App): Grounds | null {
  const dossier = currentDossier(app);
  if (dossier === null) return null;
  const { lists } = app.detail;
  switch (focusOf(app.detail)) {
    case 'verdict': {
      const amounts = amountsOf(app, dossier);
      const statement = statementsOf(dossier.incident, amounts)[lists.verdict.selected];
      const report = reportOf(app, dossier);
      return statement === undefined
        ? null
        : groundsOfStatement({ statement, dossier, report, amounts, times: timesOf(app.found.zone, clockUsOf(app)) });
    }
    case 'evidence': {
      const proof = proofsOf(dossier)[lists.evidence.selected];
      return proof === undefined ? null : groundsOfProof(proof);
    }
    case 'held': {
      const holder = sortedHolders(dossier, app.preferences)[lists.held.selected];
      const report = reportOf(app, dossier);
      if (holder === undefined || report === null) return null;
      return groundsOfHolder({
        holder,
        dossier,
        report,
        amounts: amountsOf(app, dossier),
        times: timesOf(app.found.zone, clockUsOf(app)),
      });
    }
    case 'memory': {
      const { accounting } = dossier.incident;
      const part = partsOf(accounting)[lists.memory.selected];
      const report = readableReport(app, dossier, accounting?.source ?? null);
      if (accounting === null || part === undefined || report === null) return null;
      return groundsOfPart(part, accounting, { amounts: amountsOf(app, dossier), report });
    }
    case 'chart':
      return ofChart(app, dossier);
    case 'log':
      return null;
  }
}

const reportOf = (app: App, dossier: Dossier) =>
  readableReport(app, dossier, dossier.holdersFrom ?? dossier.incident.sources[0] ?? null);

function ofChart(app: App, dossier: Dossier): Grounds | null {
  const metric = currentMetric(app);
  const points = latest(app, 'chart')?.find(({ key }) => key === metric?.key)?.points;
  if (metric === null || points === undefined || chartWindow(app) === null) return null;
  const { eventUs, clockNotes } = dossier;
  const { cursorUs } = app.detail;
  const say = sayValue(metric.unit, amountsOf(app, dossier));
  const limitBytes = limitOf(app);
  const report = readableReport(app, dossier, dossier.incident.accounting?.source ?? null);
  return groundsOfCurve({
    metric,
    points,
    eventUs,
    cursor: cursorUs === null ? null : pointNear(points, cursorUs),
    say,
    sentence: chartSentence(points, { label: metric.label, unit: metric.unit, eventUs, say }),
    limit:
      limitBytes === null || report === null
        ? null
        : inReport(`the limit, ${say(limitBytes)}`, report, { claim: 'limit', values: { limitBytes } }),
    clockNotes,
    times: timesOf(app.found.zone, clockUsOf(app)),
  });
}
