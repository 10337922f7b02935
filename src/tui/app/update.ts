import type { LiveShown } from '../engine/model/live-shown.ts';
import type { Answer, EngineNews, Topic } from '../engine/protocol.ts';
import { commandOf } from '../keymap/index.ts';
import { overlayKey } from '../overlays/keys.ts';
import { detailContext, shownLog } from '../screens/detail/context.ts';
import { logRow } from '../screens/detail/log-row.ts';
import { reduceLive } from '../screens/live/state.ts';
import type { Size } from '../size.ts';
import { runCommand } from './commands.ts';
import { inPlace } from './in-place.ts';
import { placesOf } from './places.ts';
import { selectedRow } from './select.ts';
import type { App, Found } from './state.ts';
import type { Step } from './step.ts';

/** Everything that can happen to the screens. */
export type AppEvent =
  | { readonly type: 'key'; readonly key: string }
  | { readonly type: 'resize'; readonly size: Size }
  | { readonly type: 'news'; readonly news: EngineNews }
  | { readonly type: 'answer'; readonly topic: Topic; readonly key: string; readonly answer: Answer<Topic> }
  | { readonly type: 'refused'; readonly topic: Topic; readonly key: string; readonly error: string }
  | { readonly type: 'live'; readonly state: LiveShown }
  | { readonly type: 'say'; readonly text: string; readonly tone: 'good' | 'warn' };

/** The only way in which the screens change. Pure. */
export function update(app: App, event: AppEvent): Step {
  switch (event.type) {
    case 'key':
      return pressed(app, event.key);
    case 'resize':
      return [inPlace({ ...app, size: event.size }), []];
    case 'news':
      return [told(app, event.news), []];
    case 'answer':
      return [answered(app, event.topic, event.key, event.answer), []];
    case 'refused':
      return [
        { ...app, answers: { ...app.answers, [event.topic]: { key: event.key, answer: null, error: event.error } } },
        [],
      ];
    case 'live':
      return [{ ...app, live: reduceLive(app.live, { type: 'state', state: event.state }) }, []];
    case 'say':
      return [{ ...app, message: { text: event.text, tone: event.tone } }, []];
  }
}

function pressed(before: App, key: string): Step {
  const seen = before.message === null ? before : { ...before, message: null };
  // Whatever key: it does what it does, and the hint is gone.
  if (seen.hint) {
    const [app, effects] = pressed({ ...seen, hint: false }, key);
    return [app, [{ type: 'hinted' }, ...effects]];
  }
  const app = seen;
  const taken = overlayKey(app, key);
  if (taken !== null) return taken;
  const command = commandOf(key, placesOf(app), app.keymap);
  return command === null ? [app, []] : runCommand(app, command);
}

function told(app: App, news: EngineNews): App {
  const change = (found: Partial<Found>): App => ({ ...app, found: { ...app.found, ...found } });
  switch (news.type) {
    case 'progress':
      return change({ progress: news.progress });
    case 'files':
      return change({ files: news.files, problems: news.problems });
    case 'failed':
      return change({ failed: { message: news.message, hint: news.hint } });
    case 'incidents': {
      const { rows, from, total, final, notes, zone } = news.part;
      const selected = app.incidents.list.selected === 0 ? null : (selectedRow(app)?.id ?? null);
      const kept = app.found.rows.slice(0, from);
      return inPlace(change({ rows: [...kept, ...rows], total, final, notes, zone }), selected);
    }
  }
}

function answered(app: App, topic: Topic, key: string, answer: Answer<Topic>): App {
  const next: App = { ...app, answers: { ...app.answers, [topic]: { key, answer, error: null } } };
  return topic === 'raw' ? atAddress(next) : next;
}

/** The log opens at the lines it was opened for. */
function atAddress(app: App): App {
  const text = shownLog(app);
  if (text === null) return app;
  const row = logRow(app, text, detailContext(app).heights.log);
  const { lists } = app.detail;
  return { ...app, detail: { ...app.detail, lists: { ...lists, log: { selected: row, top: row } } } };
}
