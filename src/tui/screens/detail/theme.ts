import type { Verdict } from '../../../diagnosis/analysis.ts';
import type { Role } from '../../theme.ts';

/** Roles on the detail screen, as functions of what they show. */
export const detailRoles = {
  confidence: (words: Verdict['words']): Role =>
    words === 'undetermined' ? 'muted' : words === 'plausible' ? 'warn' : 'good',
  evidence: (weight: number): Role => (weight >= 0 ? 'good' : 'warn'),
  holder: (killed: boolean): Role | undefined => (killed ? 'danger' : undefined),
  growth: (bytes: number | null): Role | undefined => (bytes !== null && bytes > 0 ? 'warn' : undefined),
} as const;
