import { currentDossier } from '../../app/answers.ts';
import { visibleRows } from '../../app/select.ts';
import type { App } from '../../app/state.ts';
import { type Step, said, showIncident } from '../../app/step.ts';
import { proofsOf } from './evidence.ts';
import { detailAction } from './keys.ts';
import { atProof, followProof, prove, reduced } from './sources.ts';
import { focusOf } from './state.ts';

/** What a command does on the detail screen; null where it is none of its commands. */
export function detailCommand(app: App, command: string): Step | null {
  const pane = focusOf(app.detail);
  const action = detailAction(command, pane);
  if (action !== null) return [followProof(app, reduced(app, action)), []];
  switch (command) {
    case 'back':
    case 'quit':
      return app.detail.enlarged ? [reduced(app, { type: 'enlarge', enlarged: false }), []] : null;
    case 'proof':
      return [prove(app), []];
    case 'enlarge':
      return [reduced(app, { type: 'enlarge', enlarged: !app.detail.enlarged }), []];
    case 'nextIncident':
    case 'previousIncident':
      return [neighbour(app, command === 'nextIncident' ? 1 : -1), []];
    case 'nextEvidence':
    case 'previousEvidence':
      return [neighbourProof(app, command === 'nextEvidence' ? 1 : -1), []];
    case 'shared':
      return [{ ...app, preferences: { ...app.preferences, shared: !app.preferences.shared } }, []];
    case 'byGrowth':
      return [{ ...app, preferences: { ...app.preferences, byGrowth: !app.preferences.byGrowth } }, []];
    case 'message':
      return [{ ...app, preferences: { ...app.preferences, messages: !app.preferences.messages } }, []];
    case 'wrap':
      return [{ ...app, preferences: { ...app.preferences, wrap: !app.preferences.wrap } }, []];
    default:
      return null;
  }
}

function neighbour(app: App, by: 1 | -1): App {
  const rows = visibleRows(app);
  const index = rows.findIndex(({ id }) => id === app.detail.id) + by;
  const row = rows[index];
  if (row === undefined) return said(app, by === 1 ? 'this is the last incident' : 'this is the first incident');
  const list = { selected: index, top: Math.min(app.incidents.list.top, index) };
  return { ...app, detail: showIncident(app, row.id), incidents: { ...app.incidents, list } };
}

function neighbourProof(app: App, by: 1 | -1): App {
  const dossier = currentDossier(app);
  const total = dossier === null ? 0 : proofsOf(dossier).length;
  if (total === 0) return said(app, 'there is no evidence');
  const { lists } = app.detail;
  const selected = (lists.evidence.selected + by + total) % total;
  const list = { selected, top: Math.min(lists.evidence.top, selected) };
  return atProof({ ...app, detail: { ...app.detail, lists: { ...lists, evidence: list } } });
}
