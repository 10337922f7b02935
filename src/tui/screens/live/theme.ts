import type { Glyphs, Role } from '../../theme.ts';
import type { LiveEvent } from './state.ts';

export const liveRoles = {
  source: (healthy: boolean): Role => (healthy ? 'good' : 'warn'),
  event: (mark: LiveEvent['mark']): Role => (mark === 'kill' ? 'danger' : mark === 'note' ? 'muted' : 'warn'),
} as const;

export function liveGlyph(mark: LiveEvent['mark'], glyphs: Glyphs): string {
  if (mark === 'kill' || mark === 'alloc' || mark === 'hung') return glyphs[mark];
  return mark === 'state' ? glyphs.other : ' ';
}
