import type { Incident } from '../../diagnosis/analysis.ts';
import type { Timeline } from '../../store/timeline.ts';
import type { Analysis } from '../../views/view.ts';

/** What the engine holds while it is open. */
export interface Holdings {
  readonly timeline: Timeline;
  /** Worst first as they were judged last; live, the newest first. */
  readonly incidents: readonly Incident[];
  /** The whole result. Rejects with a sentence while everything is not read yet. */
  readonly analysis: () => Promise<Analysis>;
  /** Zone in which times are shown. */
  readonly zone: string;
}
