import type { Alignment } from './alignment.ts';
import type { SampleClockGroup } from './clock-groups.ts';

/** An incident on one clock of the samples. */
export interface Match {
  readonly group: SampleClockGroup;
  readonly alignment: Alignment;
  /** What is doubtful about whose samples they are; null for nothing. */
  readonly doubt: string | null;
}
