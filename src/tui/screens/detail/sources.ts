import { currentDossier } from '../../app/answers.ts';
import type { App } from '../../app/state.ts';
import { said } from '../../app/step.ts';
import { listStart } from '../../widgets/list.ts';
import { detailContext, shownLog } from './context.ts';
import { type Proof, proofsOf } from './evidence.ts';
import type { Origin } from './grounds/grounds.ts';
import { groundsOf } from './grounds/index.ts';
import { originOf } from './grounds/of-proof.ts';
import { logRow } from './log-row.ts';
import { type DetailAction, focusOf, type Pane, reduceDetail } from './state.ts';

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
  return proof === null ? app : atOrigin(app, originOf(proof));
}

/** Log and chart where a number comes from. */
function atOrigin(app: App, { address, shows, atUs, metric }: Origin): App {
  const metrics = currentDossier(app)?.metrics ?? [];
  const index = metric === null ? -1 : metrics.findIndex((one) => one.metric === metric);
  // The chart stays on its own series where that is of this metric: the first one may be of another process.
  const shown = metrics[app.detail.metric]?.metric === metric || index === -1 ? null : index;
  const next = reduced(app, { type: 'place', address, shows, atUs, metric: shown });
  const text = shownLog(next);
  if (text === null) return next;
  const inside = address.line >= text.raw.firstLine && address.line < text.raw.firstLine + text.raw.lines.length;
  if (!inside) return next;
  const row = logRow(next, text, detailContext(next).heights.log);
  return { ...next, detail: { ...next.detail, lists: { ...next.detail.lists, log: { selected: row, top: row } } } };
}

export const enlargeLog = (app: App): App => reduced(app, { type: 'enlarge', enlarged: true });

/** Goes to one of the places of the proof that is open. */
export function toOrigin(app: App, index: number): App {
  const origin = groundsOf(app)?.origins[index];
  if (origin === undefined) return said(app, 'there is no such place');
  return enlargeLog(atOrigin({ ...app, overlay: null }, origin));
}

const emptyPanes: Readonly<Record<Exclude<Pane, 'log'>, string>> = {
  verdict: 'there is no verdict',
  evidence: 'there is no evidence to show',
  held: 'the report has no task table',
  memory: 'the report has no accounting',
  chart: 'no samples belong to this incident',
};

/** Enter: how the numbers of the focused row are made, and where they stand. */
export function prove(app: App): App {
  const pane = focusOf(app.detail);
  if (currentDossier(app) === null) return app;
  if (pane === 'log') return enlargeLog(app);
  const grounds = groundsOf(app);
  if (grounds === null) return said(app, emptyPanes[pane]);
  const overlay = { type: 'formula', list: listStart, origin: 0 } as const;
  return { ...(pane === 'evidence' ? atProof(app) : app), overlay };
}
