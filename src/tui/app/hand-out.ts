import { openPrompt } from '../overlays/open-prompt.ts';
import { reference } from '../text/names.ts';
import { currentDossier, shownAddress } from './answers.ts';
import { currentId, selectedRow, visibleRows } from './select.ts';
import type { App } from './state.ts';
import { type Step, said } from './step.ts';

/** Marked incidents in the order of the list, else the selected one. */
export function markedIds(app: App): readonly string[] {
  const { marked } = app.incidents;
  const ids = visibleRows(app).flatMap(({ id }) => (marked.includes(id) ? [id] : []));
  const selected = currentId(app);
  return ids.length > 0 || selected === null ? ids : [selected];
}

/** Copies references: of the marked incidents, of the lines that the log shows, or of the selected row. */
export function copied(app: App): Step {
  const { marked } = app.incidents;
  const rows =
    app.screen === 'incidents' && marked.length > 0 ? visibleRows(app).filter(({ id }) => marked.includes(id)) : null;
  const address = app.screen === 'detail' ? shownAddress(app) : null;
  const text =
    rows?.map((row) => row.reference).join('\n') ??
    (address === null ? selectedRow(app)?.reference : reference(address));
  if (text === undefined || text === '') return [said(app, 'nothing to copy here'), []];
  return [
    said(app, `copied ${text.replaceAll('\n', ' ')} (where the terminal takes OSC 52)`, 'good'),
    [{ type: 'copy', text }],
  ];
}

/** Writes the report of the incident into a file that is named after it. */
export function reported(app: App): Step {
  const id = currentId(app);
  if (id === null) return [said(app, 'there is no incident to report'), []];
  const host = currentDossier(app)?.incident.host;
  const name = `oomtrail-${host === null || host === undefined ? '' : `${host.replace(/[^\w.-]/g, '_')}-`}${id.slice(0, 8)}.md`;
  return [said(app, `writing ${name}`, 'good'), [{ type: 'report', ids: [id], file: name }]];
}

/** Opens the palette with a file name for the marked incidents: its ending chooses the form. */
export function exporting(app: App): App {
  const count = markedIds(app).length;
  if (count === 0) return said(app, 'there is no incident to export');
  const text = `export oomtrail-${count}-incident${count === 1 ? '' : 's'}.md`;
  const opened = openPrompt(app, 'palette');
  return { ...opened, overlay: { type: 'prompt', prompt: 'palette', text, at: text.length, before: '', choice: null } };
}
