import type { IncidentRow } from '../../engine/model/incident-row.ts';
import type { Role } from '../../theme.ts';

/** Roles of the cells, as functions of what they show. */
export const incidentRoles = {
  kills: (kills: number): Role | undefined => (kills > 0 ? 'danger' : undefined),
  confidence: ({ words }: IncidentRow): Role | undefined =>
    words === 'very likely' || words === 'likely' ? 'good' : words === 'plausible' ? 'warn' : 'muted',
  cause: ({ cause }: IncidentRow): Role | undefined =>
    cause === null || cause === 'undetermined' ? 'muted' : 'strong',
} as const;
