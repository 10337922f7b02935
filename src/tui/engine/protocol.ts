import type { Plan } from '../../cli/plan.ts';
import type { Incident } from '../../diagnosis/analysis.ts';
import type { CoverageRow } from '../../views/view.ts';

/**
 * What crosses between the screens and the engine, which reads, stores and judges in a thread of its own: plain facts in
 * batches. Every string that comes from a log is clean (`cleanText`) before it crosses.
 */

/** What the engine is started with. `inputs` null: the timeline file of `plan.db` is opened read-only. */
export interface EngineTask {
  readonly inputs: readonly string[] | null;
  readonly plan: Plan;
  /** What the inputs are called on the screen. */
  readonly title: string;
}

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

export interface Address {
  readonly path: string;
  readonly line: number;
  readonly byteStart: number;
  readonly byteEnd: number;
}

/** All processes of one name in the task table of the report. Null: the report does not say. */
export interface Holder {
  readonly comm: string;
  readonly processes: number;
  /** Resident memory, shared pages counted in every process. */
  readonly rssBytes: number | null;
  /** What they alone hold: the anonymous part, where the table splits it. */
  readonly aloneBytes: number | null;
  readonly swapBytes: number | null;
  readonly oomScoreAdj: number | null;
  readonly killed: boolean;
  readonly largestPid: number;
  /** What they held in the report less what samples first saw of them, at most a quarter of an hour before. */
  readonly grownBytes: number | null;
}

export type MetricUnit = 'bytes' | 'percent' | 'perSecond' | 'count';

/** A series that can be drawn. */
export interface Metric {
  readonly key: string;
  readonly metric: string;
  /** `available`, `rss of java (288)`. */
  readonly label: string;
  readonly unit: MetricUnit;
  readonly format: string;
  readonly fromUs: number;
  readonly toUs: number;
}

/** One incident with what its records and samples say beyond it. */
export interface Dossier {
  readonly incident: Incident;
  readonly holders: readonly Holder[];
  /** The whole report in which the holders stand. */
  readonly holdersFrom: Address | null;
  /** How long before the event samples saw processes first, microseconds; null where they did not. */
  readonly grownOverUs: number | null;
  readonly pageSizeBytes: number | null;
  /** The first event on the samples' clock, microseconds; null without a clock. */
  readonly eventUs: number | null;
  readonly clockErrorUs: number;
  /** How log and samples were brought together, where a reader must know. */
  readonly clockNotes: readonly string[];
  /** Moments of the kills on the samples' clock. */
  readonly killsUs: readonly number[];
  readonly metrics: readonly Metric[];
}

export interface ChartPoint {
  readonly atUs: number;
  readonly value: number;
  readonly source: Address;
}

export interface ChartSeries {
  readonly key: string;
  readonly points: readonly ChartPoint[];
}

/** A piece of a log around an address. */
export interface RawText {
  readonly path: string;
  /** Number of the first line, 1-based. */
  readonly firstLine: number;
  readonly lines: readonly string[];
  /** What a line of a structured log (journal as JSON) says; null where the line is itself what it says. */
  readonly messages: readonly (string | null)[];
  /** Whether the file goes on before and after. */
  readonly cutBefore: boolean;
  readonly cutAfter: boolean;
}

export interface Lane {
  readonly name: string;
  /** Smallest available memory in each column, null where nothing was measured. */
  readonly available: readonly (number | null)[];
  readonly totalBytes: number | null;
  /** Largest share of time in which all tasks waited for memory, percent. */
  readonly pressure: readonly (number | null)[];
  /** First and last sample of the lane, null without samples. */
  readonly fromUs: number | null;
  readonly toUs: number | null;
}

export interface SqlTable {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
  readonly truncated: boolean;
  readonly milliseconds: number;
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

/** Incidents come in parts; the part that begins at 0 replaces what was there. */
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
  | { readonly type: 'incidents'; readonly part: IncidentsPart }
  | { readonly type: 'failed'; readonly message: string; readonly hint: string | null }
  | { readonly type: 'answer'; readonly question: number; readonly answer: Answer<Topic> }
  | { readonly type: 'refused'; readonly question: number; readonly message: string };

export interface ToEngine {
  readonly question: number;
  readonly topic: Topic;
  readonly ask: Ask<Topic>;
}
