import { type Binding, keymap as usualKeymap } from '../keymap/index.ts';
import { detailStart } from '../screens/detail/state.ts';
import { filesStart } from '../screens/files/state.ts';
import { incidentsStart } from '../screens/incidents/state.ts';
import { liveStart } from '../screens/live/state.ts';
import { timelineStart } from '../screens/timeline/state.ts';
import type { Size } from '../size.ts';
import type { App, ScreenName } from './state.ts';

export interface AppSettings {
  readonly size: Size;
  readonly title: string;
  readonly zone: string;
  readonly screen?: ScreenName;
  readonly keymap?: readonly Binding[];
  readonly hint?: boolean;
}

export function appStart({
  size,
  title,
  zone,
  screen = 'incidents',
  keymap = usualKeymap,
  hint = false,
}: AppSettings): App {
  return {
    size,
    title,
    screen,
    home: screen,
    trail: [],
    found: {
      rows: [],
      total: 0,
      final: false,
      notes: [],
      zone,
      files: [],
      problems: [],
      progress: null,
      failed: null,
    },
    filter: '',
    search: '',
    queries: [],
    incidents: incidentsStart,
    detail: detailStart,
    timeline: timelineStart,
    live: liveStart,
    files: filesStart,
    overlay: null,
    answers: {},
    message: null,
    keymap,
    hint,
    clocks: {},
    preferences: { unit: 'auto', shared: true, byGrowth: false, wrap: false, messages: true, mouse: false },
  };
}
