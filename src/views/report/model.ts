import type { CoverageRow } from '../view.ts';

/** Bytes that prove a statement: of a log, or of a file of samples. `quote` is what stands there, null where it cannot be read again. */
export interface Reference {
  readonly path: string;
  readonly line: number;
  readonly byteStart: number;
  readonly byteEnd: number;
  readonly quote: string | null;
}

/** One claim of the report and what it rests on. Without a reference it is about the report itself, or says what is not known. */
export interface Statement {
  readonly text: string;
  readonly refs: readonly Reference[];
}

/** A claim of the verdict, with the rule that made it and how much it weighs (nats). */
export interface Proof extends Statement {
  readonly rule: string;
  readonly weight: number;
}

export type MarkKind = 'kill' | 'warning' | 'hang' | 'failure' | 'unit' | 'restart' | 'memory';

/** Something that happened. `seconds` count from the first event of the incident. */
export interface Mark extends Statement {
  readonly kind: MarkKind;
  readonly seconds: number;
}

/** One measured value over time: as many times as values. A null value is a gap. */
export interface ChartSeries {
  readonly name: string;
  /** What is measured where every chart of the page gives it one colour: a component of memory, `available`, `swap`; else null. */
  readonly component: string | null;
  /** Counted from the first event of the incident. */
  readonly seconds: readonly number[];
  readonly values: readonly (number | null)[];
}

export interface Chart {
  /** Part of a file name: `memory`, `programs`, `pressure`. */
  readonly id: string;
  readonly title: string;
  readonly unit: 'bytes' | 'percent';
  readonly fromSeconds: number;
  readonly toSeconds: number;
  readonly series: readonly ChartSeries[];
  readonly limit: { readonly value: number; readonly label: string } | null;
  readonly marks: readonly { readonly kind: MarkKind; readonly seconds: number; readonly text: string }[];
  /** What the chart shows, in words: it stands below it. */
  readonly sentence: Statement;
}

/** Where the memory was at one time. Parts and `unaccountedBytes` sum to the total. */
export interface Composition {
  readonly label: string;
  readonly totalBytes: number;
  readonly parts: readonly { readonly component: string; readonly bytes: number }[];
  readonly refs: readonly Reference[];
}

export interface ProcessRow {
  readonly pid: number;
  readonly comm: string;
  readonly uid: number | null;
  readonly rssBytes: number | null;
  readonly anonBytes: number | null;
  readonly shmemBytes: number | null;
  readonly swapBytes: number | null;
  readonly pgtablesBytes: number | null;
  readonly oomScoreAdj: number | null;
  readonly killed: boolean;
}

export interface ProcessTable {
  /** Largest first. */
  readonly rows: readonly ProcessRow[];
  /** Rows of the kernel's table that are not shown: the smallest. */
  readonly leftOut: number;
  readonly source: Statement;
}

/** One line of a small table of facts. */
export interface Fact extends Statement {
  readonly label: string;
}

export interface VerdictBox {
  readonly cause: string;
  /** The cause as a heading: `Process leak`. */
  readonly heading: string;
  readonly words: string;
  readonly confidence: number;
  /** On what the confidence was calibrated. */
  readonly calibration: string;
  readonly where: string;
  readonly who: string | null;
  readonly why: string;
  /** Whether who died is who took the memory. */
  readonly victim: string | null;
  readonly contributing: readonly string[];
  readonly alternatives: readonly {
    readonly cause: string;
    readonly heading: string;
    readonly confidence: number;
    /** What would be seen if it were this one; only where the cause is undetermined. */
    readonly predicts?: string;
  }[];
  readonly next: string | null;
  /** What it rests on most. */
  readonly refs: readonly Reference[];
}

export interface Advice {
  readonly text: string;
  /** The numbers it rests on. */
  readonly basis: string;
  /** Where they can be checked. */
  readonly refs: readonly Reference[];
}

export interface Escalation {
  readonly rule: string;
  readonly text: string;
  readonly measured: string;
  readonly refs: readonly Reference[];
}

export interface RawBlock {
  readonly source: Reference;
  readonly lines: readonly string[];
  /** Lines of the record that are not shown. */
  readonly leftOut: number;
}

/** One incident as a chapter. */
export interface IncidentReport {
  readonly id: string;
  /** Its place in the list, 1 the worst. */
  readonly number: number;
  readonly title: string;
  readonly when: string;
  /** Time of the first event, from which `seconds` count; null where the log has no wall clock. */
  readonly origin: string | null;
  /** What happened, why, and what to do. */
  readonly summary: readonly Statement[];
  readonly facts: readonly Fact[];
  readonly verdict: VerdictBox | null;
  readonly evidence: readonly Proof[];
  readonly against: readonly Proof[];
  readonly timeline: readonly Mark[];
  /** Marks that are not listed. */
  readonly timelineLeftOut: number;
  readonly charts: readonly Chart[];
  readonly composition: readonly Composition[];
  readonly compositionNote: Statement | null;
  readonly selection: readonly Statement[];
  readonly holders: readonly Statement[];
  readonly processes: ProcessTable | null;
  readonly impact: readonly Statement[];
  readonly unknown: readonly Statement[];
  readonly remedies: readonly Advice[];
  readonly prevention: readonly Advice[];
  readonly escalation: readonly Escalation[];
  readonly related: readonly Related[];
  readonly raw: RawBlock | null;
}

/** Another incident of the period, and whether it is the same thing again. */
export interface Related {
  readonly id: string;
  readonly number: number;
  readonly when: string;
  readonly title: string;
  readonly same: boolean;
}

export interface IndexRow {
  readonly id: string;
  readonly number: number;
  readonly when: string;
  readonly host: string | null;
  readonly kills: number;
  readonly title: string;
  readonly cause: string | null;
  readonly confidence: number | null;
  /** False: the report has no chapter for it. */
  readonly chapter: boolean;
  readonly refs: readonly Reference[];
}

/** Everything but the chapters. */
export interface ReportHead {
  readonly schema: 'oomtrail/report@1';
  readonly title: string;
  /** IANA zone of the times shown. */
  readonly zone: string;
  readonly tool: { readonly name: 'oomtrail'; readonly version: string; readonly commandLine: string };
  readonly redacted: boolean;
  /** Folder that most files lie in, with a slash at its end: paths below it are shown without it. Empty where there is none. */
  readonly base: string;
  readonly summary: readonly Statement[];
  readonly index: readonly IndexRow[];
  /** Incidents without a chapter: the least of them, where there are very many. */
  readonly withoutChapter: number;
  readonly coverage: readonly CoverageRow[];
  readonly coverageText: string;
  readonly notes: readonly string[];
  readonly problems: readonly string[];
}

/** `oomtrail/report@1`: the post-incident document as a value, before it is Markdown or HTML. */
export interface Report extends ReportHead {
  readonly incidents: readonly IncidentReport[];
}
