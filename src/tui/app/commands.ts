import { openPrompt } from '../overlays/open-prompt.ts';
import { detailCommand } from '../screens/detail/commands.ts';
import { filesAction } from '../screens/files/keys.ts';
import { filesHeight, remarksOf } from '../screens/files/rows.ts';
import { reduceFiles } from '../screens/files/state.ts';
import { incidentsAction } from '../screens/incidents/keys.ts';
import { listHeight } from '../screens/incidents/layout.ts';
import { reduceIncidents } from '../screens/incidents/state.ts';
import { liveCommand } from '../screens/live/commands.ts';
import { timelineCommand } from '../screens/timeline/commands.ts';
import { sizeClass } from '../size.ts';
import { amountUnits } from '../text/amounts.ts';
import { listStart } from '../widgets/list.ts';
import type { Effect } from './effects.ts';
import { copied, exporting, reported } from './hand-out.ts';
import { searchAgain } from './search.ts';
import { selectedRow, visibleRows } from './select.ts';
import { type App, promptNames, type ScreenName, screenNames } from './state.ts';
import { goTo, type Step, said, showIncident } from './step.ts';

const isScreen = (command: string): command is ScreenName => (screenNames as readonly string[]).includes(command);
const isPrompt = (command: string): command is (typeof promptNames)[number] =>
  (promptNames as readonly string[]).includes(command);

/** Runs a command of the keymap where the app is now. */
export function runCommand(app: App, command: string): Step {
  const own = screenCommand(app, command);
  if (own !== null) return own;
  if (command === 'open' || command === 'detail') return [openDetail(app), []];
  if (isScreen(command)) return [goTo(app, command), []];
  if (isPrompt(command)) return [openPrompt(app, command), []];
  return everywhere(app, command);
}

function screenCommand(app: App, command: string): Step | null {
  switch (app.screen) {
    case 'incidents': {
      const action = incidentsAction(command);
      if (action === null) return null;
      const rows = visibleRows(app);
      const context = { ids: rows.map(({ id }) => id), height: listHeight(app.size, rows.length) };
      return [{ ...app, incidents: reduceIncidents(app.incidents, action, context) }, []];
    }
    case 'detail':
      return detailCommand(app, command);
    case 'timeline':
      return timelineCommand(app, command);
    case 'live':
      return liveCommand(app, command);
    case 'files': {
      const action = filesAction(command);
      if (action === null) return null;
      const context = { total: app.found.files.length + remarksOf(app.found).length, height: filesHeight(app) };
      return [{ ...app, files: reduceFiles(app.files, action, context) }, []];
    }
  }
}

export function openDetail(app: App): App {
  const id = selectedRow(app)?.id ?? app.detail.id;
  if (id === null)
    return said(app, app.found.final ? 'there is no incident to open' : 'no incident was found yet: still reading');
  const detail = showIncident(app, id);
  // Where one pane fills the screen, it is the answer.
  const recent = ['verdict' as const, ...detail.recent.filter((pane) => pane !== 'verdict')];
  return goTo({ ...app, detail: sizeClass(app.size) === 'tiny' ? { ...detail, recent } : detail }, 'detail');
}

function everywhere(app: App, command: string): Step {
  const quit: readonly Effect[] = [{ type: 'quit' }];
  switch (command) {
    case 'quit':
    case 'back':
      return back(app, command === 'quit' ? quit : []);
    case 'interrupt':
      return [app, [{ type: 'interrupt' }]];
    case 'suspend':
    case 'redraw':
      return [app, [{ type: command }]];
    case 'help':
      return [{ ...app, overlay: { type: 'help', list: listStart } }, []];
    case 'units': {
      const next = amountUnits[(amountUnits.indexOf(app.preferences.unit) + 1) % amountUnits.length] ?? 'auto';
      return [said({ ...app, preferences: { ...app.preferences, unit: next } }, `units: ${next}`, 'good'), []];
    }
    case 'mouse': {
      const on = !app.preferences.mouse;
      return [
        said({ ...app, preferences: { ...app.preferences, mouse: on } }, `mouse wheel ${on ? 'on' : 'off'}`, 'good'),
        [{ type: 'mouse', on }],
      ];
    }
    case 'copy':
      return copied(app);
    case 'report':
      return reported(app);
    case 'export':
      return [exporting(app), []];
    case 'searchNext':
      return [searchAgain(app, 1), []];
    case 'searchPrevious':
      return [searchAgain(app, -1), []];
    default:
      return [app, []];
  }
}

/** One level up: clears a filter, returns to the screen one came from, and at the top leaves. */
function back(app: App, leave: readonly Effect[]): Step {
  const last = app.trail.at(-1);
  if (last !== undefined) return [{ ...app, screen: last, trail: app.trail.slice(0, -1) }, []];
  if (app.screen !== app.home) return [{ ...app, screen: app.home }, []];
  if (leave.length === 0 && app.filter !== '') return [{ ...app, filter: '' }, []];
  return [app, leave];
}
