import type { Incident } from '../../../diagnosis/analysis.ts';

/** An incident as the list, the filter and the timeline need it; `rank` 1 is the worst. */
export interface IncidentRow {
  readonly id: string;
  readonly rank: number;
  readonly host: string | null;
  /** Host, or the folder of the log where no host is named: one lane of the timeline each. */
  readonly lane: string;
  readonly startUs: number | null;
  readonly endUs: number | null;
  readonly monotonicSeconds: number | null;
  readonly scope: Incident['scope'];
  readonly kinds: Incident['kinds'];
  readonly kills: number;
  /** Names of the first victims, each once. */
  readonly victims: readonly string[];
  readonly culprit: string | null;
  readonly cgroup: string | null;
  readonly title: string;
  readonly cause: string | null;
  readonly confidence: number | null;
  readonly words: string | null;
  /** False where a part of the report is missing. */
  readonly whole: boolean;
  /** `kern.log:431`. */
  readonly reference: string;
}
