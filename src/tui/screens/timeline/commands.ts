import { visibleRows } from '../../app/select.ts';
import type { App } from '../../app/state.ts';
import { goTo, type Step, said, showIncident } from '../../app/step.ts';
import { bodySize } from '../../size.ts';
import { eventsInTime, laneNames, timelineCells, timelineWindow, wholeTime } from './frame.ts';
import { timelineAction } from './keys.ts';
import { lanesThatFit } from './lanes.ts';
import { reduceTimeline, type TimelineAction, type TimelineContext } from './state.ts';

function contextOf(app: App): TimelineContext | null {
  const window = timelineWindow(app);
  const whole = wholeTime(app);
  if (window === null || whole === null) return null;
  const { columns, rows } = bodySize(app.size);
  return { window, whole, cells: timelineCells(columns), lanes: laneNames(app), lanesShown: lanesThatFit(rows) };
}

/** What a command does on the timeline; null where it is none of its commands. */
export function timelineCommand(app: App, command: string): Step | null {
  const context = contextOf(app);
  const action = timelineAction(command);
  if (action !== null) return [context === null ? app : reduced(app, action, context), []];
  if (command === 'nextEvent' || command === 'previousEvent')
    return [toEvent(app, command === 'nextEvent' ? 1 : -1, context), []];
  return command === 'open' ? [openAtCursor(app), []] : null;
}

const reduced = (app: App, action: TimelineAction, context: TimelineContext): App => ({
  ...app,
  timeline: reduceTimeline(app.timeline, action, context),
});

function toEvent(app: App, by: 1 | -1, context: TimelineContext | null): App {
  const events = eventsInTime(app);
  const from = app.timeline.cursorUs ?? (by === 1 ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY);
  const event =
    by === 1 ? events.find(({ startUs }) => startUs > from) : events.findLast(({ startUs }) => startUs < from);
  if (event === undefined || context === null)
    return said(app, by === 1 ? 'no incident after this' : 'no incident before this');
  const lane = Math.max(0, context.lanes.indexOf(event.lane));
  return reduced(app, { type: 'place', atUs: event.startUs, lane }, context);
}

/** The incident nearest to the cursor, of the lane it is in where that has one. */
export function eventAtCursor(app: App) {
  const events = eventsInTime(app);
  const lane = laneNames(app)[app.timeline.lane];
  const own = events.filter((event) => event.lane === lane);
  const at = app.timeline.cursorUs;
  const among = own.length > 0 ? own : events;
  return among.reduce<(typeof events)[number] | null>(
    (best, event) =>
      best === null || (at !== null && Math.abs(event.startUs - at) < Math.abs(best.startUs - at)) ? event : best,
    null,
  );
}

function openAtCursor(app: App): App {
  const event = eventAtCursor(app);
  if (event === null) return said(app, 'there is no incident to open');
  const index = visibleRows(app).findIndex(({ id }) => id === event.id);
  const list = { selected: index, top: Math.min(app.incidents.list.top, index) };
  return goTo({ ...app, detail: showIncident(app, event.id), incidents: { ...app.incidents, list } }, 'detail');
}
