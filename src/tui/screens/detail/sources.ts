import { currentDossier, currentMetric, latest, shownAddress } from '../../answers.ts';
import type { Address } from '../../engine/model/address.ts';
import { searchPattern } from '../../search.ts';
import type { App } from '../../state.ts';
import { said } from '../../step.ts';
import { addressOf } from '../../text/names.ts';
import { listStart } from '../../widgets/list.ts';
import { detailContext, shownLog } from './context.ts';
import { type Proof, proofsOf } from './evidence.ts';
import { sortedHolders } from './held.ts';
import { findRow } from './log.ts';
import { logRow } from './log-row.ts';
import { type DetailAction, focusOf, reduceDetail } from './state.ts';

export const reduced = (app: App, action: DetailAction): App => ({
  ...app,
  detail: reduceDetail(app.detail, action, detailContext(app)),
});

function selectedProof(app: App): Proof | null {
  const dossier = currentDossier(app);
  return dossier === null ? null : (proofsOf(dossier)[app.detail.lists.evidence.selected] ?? null);
}

/** Moving through the evidence takes log and chart along. */
export function followProof(before: App, after: App): App {
  const moved = before.detail.lists.evidence.selected !== after.detail.lists.evidence.selected;
  return moved ? atProof(after) : after;
}

/** Log and chart at the source of the selected proof. */
export function atProof(app: App): App {
  const proof = selectedProof(app);
  if (proof === null) return app;
  const { address, time, metric } = addressOf(proof.from);
  const metrics = currentDossier(app)?.metrics ?? [];
  const index = metric === null ? -1 : metrics.findIndex((one) => one.metric === metric);
  const atUs = time === null ? null : Date.parse(time) * 1000;
  return placed(app, address, { atUs, metric: index === -1 ? null : index });
}

function placed(
  app: App,
  address: Address,
  where: { atUs: number | null; metric: number | null } = { atUs: null, metric: null },
): App {
  const next = reduced(app, { type: 'place', address, ...where });
  const text = shownLog(next);
  if (text === null) return next;
  const inside = address.line >= text.raw.firstLine && address.line < text.raw.firstLine + text.raw.lines.length;
  if (!inside) return next;
  const row = logRow(next, text, detailContext(next).heights.log);
  return { ...next, detail: { ...next.detail, lists: { ...next.detail.lists, log: { selected: row, top: row } } } };
}

/** Enter: what the focused row was made of, or the lines it was read from. */
export function prove(app: App): App {
  const dossier = currentDossier(app);
  if (dossier === null) return app;
  switch (focusOf(app.detail)) {
    case 'evidence':
      return selectedProof(app) === null
        ? said(app, 'there is no evidence to show')
        : { ...atProof(app), overlay: { type: 'formula', list: listStart } };
    case 'held':
      return atHolder(app);
    case 'memory': {
      const source = dossier.incident.accounting?.source;
      return source === undefined ? said(app, 'the report has no accounting') : enlargeLog(placed(app, source));
    }
    default:
      return enlargeLog(app);
  }
}

export const enlargeLog = (app: App): App => reduced(app, { type: 'enlarge', enlarged: true });

/** The row of the task table from which a program's numbers come: found by its pid in the text of the report. */
function atHolder(app: App): App {
  const dossier = currentDossier(app);
  const holder = dossier === null ? undefined : sortedHolders(dossier, app.preferences)[app.detail.lists.held.selected];
  if (dossier === null || dossier.holdersFrom === null || holder === undefined)
    return said(app, 'the report has no task table');
  const next = enlargeLog(placed(app, shownAddress(app) ?? dossier.holdersFrom));
  const text = shownLog(next);
  const pattern = searchPattern(`\\[\\s*${holder.largestPid}\\]`);
  const row = text === null || pattern === null ? null : findRow(text.raw, pattern, text.raw.lines.length - 1, 1, true);
  if (row === null || text === null) return next;
  const top = Math.max(0, Math.min(row - 2, text.raw.lines.length - detailContext(next).heights.log));
  return {
    ...next,
    search: pattern?.source ?? '',
    detail: { ...next.detail, lists: { ...next.detail.lists, log: { selected: row, top } } },
  };
}

/** The sample under the cursor of the chart. */
export function sourceOfPoint(app: App): App {
  const metric = currentMetric(app);
  const points = latest(app, 'chart')?.find(({ key }) => key === metric?.key)?.points ?? [];
  const at = app.detail.cursorUs;
  const point = points.reduce<(typeof points)[number] | null>(
    (best, one) => (at !== null && (best === null || Math.abs(one.atUs - at) < Math.abs(best.atUs - at)) ? one : best),
    null,
  );
  return point === null
    ? said(app, 'move the cursor to a sample first: left, right')
    : enlargeLog(placed(app, point.source));
}
