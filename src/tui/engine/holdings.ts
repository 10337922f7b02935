import type { Incident } from '../../diagnosis/analysis.ts';
import type { Timeline } from '../../store/timeline.ts';
import type { Analysis } from '../../views/view.ts';

/** What the engine holds while it is open. */
export interface Holdings {
  readonly timeline: Timeline;
  /** Worst first, as they were judged last. */
  incidents: readonly Incident[];
  /** The whole result, null until everything is read. */
  analysis: Analysis | null;
  /** Zone in which times are shown. */
  zone: string;
}
