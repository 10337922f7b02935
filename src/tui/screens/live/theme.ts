import type { LiveHappening, SourceState } from '../../../live/live-state.ts';
import type { Glyphs, Role } from '../../theme.ts';

const healthy: ReadonlySet<SourceState['state']> = new Set(['following', 'catching-up', 'waiting']);

/** Roles on the live screen, as functions of what they show. */
export const liveRoles = {
  source: ({ state, lost }: SourceState): Role => (healthy.has(state) && lost === 0 ? 'good' : 'warn'),
  happening: (kind: LiveHappening['kind']): Role => {
    if (kind === 'oom-kill' || kind === 'userspace-kill') return 'danger';
    return kind === 'source' || kind === 'store' ? 'muted' : 'warn';
  },
} as const;

export function liveGlyph(kind: LiveHappening['kind'], glyphs: Glyphs): string {
  if (kind === 'oom-kill' || kind === 'userspace-kill' || kind === 'unit-oom') return glyphs.kill;
  if (kind === 'alloc-failure') return glyphs.alloc;
  if (kind === 'hung-task' || kind === 'stall') return glyphs.hung;
  return kind === 'source' || kind === 'store' ? ' ' : glyphs.other;
}
