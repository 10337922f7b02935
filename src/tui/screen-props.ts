import type { App } from './app/state.ts';
import type { Theme } from './theme.ts';

/** What every screen gets: the state, and exactly the room it has. */
export interface ScreenProps {
  readonly app: App;
  readonly theme: Theme;
  readonly width: number;
  readonly height: number;
}
