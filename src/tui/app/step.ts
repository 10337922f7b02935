import { listStart } from '../widgets/list.ts';
import type { Effect } from './effects.ts';
import type { App, ScreenName } from './state.ts';

/** The app after something happened, and what is to be done outside. */
export type Step = readonly [App, readonly Effect[]];

/** The app with a sentence in its status line. */
export const said = (app: App, text: string, tone: 'good' | 'warn' = 'warn'): App => ({
  ...app,
  message: { text, tone },
});

/** Switches the screen; where one came from is remembered for `back`, and above the first one there is nothing. */
export function goTo(app: App, screen: ScreenName): App {
  if (screen === app.screen) return app;
  if (screen === app.home) return { ...app, screen, trail: [] };
  return { ...app, screen, trail: [...app.trail.filter((other) => other !== screen), app.screen] };
}

/** The detail screen turned to an incident: everything from its beginning, unless it shows that one already. */
export function showIncident({ detail }: App, id: string): App['detail'] {
  if (detail.id === id) return detail;
  const lists = { verdict: listStart, evidence: listStart, held: listStart, memory: listStart, log: listStart };
  return { ...detail, id, lists, metric: 0, window: null, cursorUs: null, address: null, shows: null, enlarged: false };
}
