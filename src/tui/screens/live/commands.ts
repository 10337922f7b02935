import type { App } from '../../app/state.ts';
import { goTo, type Step, said, showIncident } from '../../app/step.ts';
import { liveAction } from './keys.ts';
import { eventsHeight } from './layout.ts';
import { reduceLive } from './state.ts';

/** What a command does on the live screen; null where it is none of its commands. */
export function liveCommand(app: App, command: string): Step | null {
  if (command === 'open') return [openSelected(app), []];
  const action = liveAction(command, eventsHeight(app.size, app.live.shown?.sources.length ?? 0));
  return action === null ? null : [{ ...app, live: reduceLive(app.live, action) }, []];
}

/** The incident of the selected event, else the newest there is: the list of incidents may know it before the state does. */
function openSelected(app: App): App {
  const { shown, list } = app.live;
  if (shown === null) return said(app, 'nothing is being watched');
  const wanted = shown.happenings[list.selected]?.incidentId ?? null;
  const known = wanted !== null && shown.incidentIds.includes(wanted) ? wanted : null;
  const newest = shown.incidentIds[0] ?? app.found.rows[0]?.id;
  const id = known ?? (list.selected === 0 ? newest : undefined);
  if (id === undefined) return said(app, 'this event belongs to no incident');
  return goTo({ ...app, detail: showIncident(app, id) }, 'detail');
}
