import type { Role } from '../../theme.ts';

export const timelineRoles = {
  lane: (selected: boolean): Role => (selected ? 'strong' : 'muted'),
} as const;
