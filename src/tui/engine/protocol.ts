import type { ExaminationPlan } from '../../examination/plan.ts';
import type { CoverageRow } from '../../views/view.ts';
import type { Address } from './model/address.ts';
import type { ChartSeries } from './model/chart.ts';
import type { Dossier } from './model/dossier.ts';
import type { IncidentRow } from './model/incident-row.ts';
import type { Lane } from './model/lane.ts';
import type { RawText } from './model/raw-text.ts';
import type { SqlTable } from './model/sql-table.ts';

/**
 * What crosses between the screens and the engine, which reads, stores and judges in a thread of its own: plain facts in
 * batches. Every string that comes from a log is clean (`cleanText`) before it crosses.
 */

/** What the engine is started with. `inputs` null: the timeline file of `plan.db` is opened read-only. */
export interface EngineTask {
  readonly inputs: readonly string[] | null;
  readonly plan: ExaminationPlan;
  /** What the inputs are called on the screen. */
  readonly title: string;
}

export interface Progress {
  /** The file that is being read. */
  readonly path: string;
  readonly fileBytes: number;
  readonly fileTotalBytes: number | null;
  readonly bytes: number;
  readonly seconds: number;
  readonly records: number;
  readonly samples: number;
}

/** Question and answer by name. */
export interface Conversations {
  readonly dossier: { readonly ask: { readonly id: string }; readonly answer: Dossier };
  readonly chart: {
    readonly ask: {
      readonly keys: readonly string[];
      readonly fromUs: number;
      readonly toUs: number;
      readonly points: number;
    };
    readonly answer: readonly ChartSeries[];
  };
  readonly raw: { readonly ask: { readonly address: Address; readonly around: number }; readonly answer: RawText };
  /** The next rows of a judgement; none where there is a newer one. */
  readonly rows: {
    readonly ask: { readonly judgement: number; readonly from: number };
    readonly answer: readonly IncidentRow[];
  };
  readonly lanes: {
    readonly ask: {
      readonly fromUs: number;
      readonly toUs: number;
      readonly columns: number;
      /** What the user says that a lane's clock is off: added to its times, microseconds. */
      readonly clocks: Readonly<Record<string, number>>;
    };
    readonly answer: readonly Lane[];
  };
  readonly sql: { readonly ask: { readonly text: string; readonly limit: number }; readonly answer: SqlTable };
  /** The answer says where it was written. */
  readonly report: {
    readonly ask: { readonly ids: readonly string[]; readonly file: string };
    readonly answer: string;
  };
}

export type Topic = keyof Conversations;
export type Ask<T extends Topic> = Conversations[T]['ask'];
export type Answer<T extends Topic> = Conversations[T]['answer'];

/** The first `from` rows stay, these follow them. */
export interface IncidentsPart {
  readonly rows: readonly IncidentRow[];
  readonly from: number;
  readonly total: number;
  /** False while the reading goes on: what was found so far. */
  readonly final: boolean;
  readonly notes: readonly string[];
  /** Zone in which times are shown. */
  readonly zone: string;
}

export type FromEngine =
  | { readonly type: 'progress'; readonly progress: Progress }
  | { readonly type: 'files'; readonly files: readonly CoverageRow[]; readonly problems: readonly string[] }
  /** A judgement with its first rows: the others are asked for. */
  | { readonly type: 'incidents'; readonly judgement: number; readonly part: IncidentsPart }
  | { readonly type: 'failed'; readonly message: string; readonly hint: string | null }
  | { readonly type: 'answer'; readonly question: number; readonly answer: Answer<Topic> }
  | { readonly type: 'refused'; readonly question: number; readonly message: string };

/** What tells of the engine's work, unasked. */
export type EngineNews =
  | Exclude<FromEngine, { type: 'answer' | 'refused' | 'incidents' }>
  | { readonly type: 'incidents'; readonly part: IncidentsPart };

export interface ToEngine {
  readonly question: number;
  readonly topic: Topic;
  readonly ask: Ask<Topic>;
}
