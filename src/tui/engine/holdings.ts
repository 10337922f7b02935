import type { Timeline } from '../../store/timeline.ts';
import type { AnalysisList } from '../../views/view.ts';
import type { HeldIncidents } from './held-incidents.ts';

/** What the engine holds while it is open. */
export interface Holdings {
  readonly timeline: Timeline;
  /** Worst first as they were judged last; live, the newest first. */
  readonly incidents: HeldIncidents;
  /** Which judgement that is: another number, other incidents. */
  readonly judgement: number;
  /** The whole result. Rejects with a sentence while everything is not read yet. */
  readonly analysis: () => Promise<AnalysisList>;
  /** Zone in which times are shown. */
  readonly zone: string;
}
