import type { Place } from '../keymap/index.ts';
import { focusOf } from '../screens/detail/state.ts';
import type { App } from './state.ts';

/** Where a key counts now, the most specific place first. */
export function placesOf({ overlay, screen, detail }: App): readonly Place[] {
  if (overlay !== null && overlay.type !== 'prompt') return [overlay.type, 'everywhere'];
  if (screen !== 'detail') return [screen, 'everywhere'];
  const pane = focusOf(detail);
  return pane === 'chart' || pane === 'log' ? [pane, 'detail', 'everywhere'] : ['detail', 'everywhere'];
}
