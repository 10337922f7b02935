import type { Incident } from '../analysis.ts';
import type { Exhibit } from '../rules/rule.ts';
import type { Period } from './period.ts';

export type Escalation = Incident['escalation'][number];

/** What a rule of escalation may look at. */
export interface Case {
  readonly incident: Incident;
  readonly exhibit: Exhibit;
  /** All incidents of the period, this one among them: whether it came again. */
  readonly period: Period;
}

/** One rule: what it says and what was measured, or null where it does not fire. */
export type EscalationRule = (about: Case) => Omit<Escalation, 'rule'> | null;
