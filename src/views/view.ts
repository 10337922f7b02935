import type { Incident } from '../diagnosis/analysis.ts';
import type { Listed } from '../diagnosis/shelf.ts';
import type { Style } from './style.ts';

/** What was read of one file, times as RFC 3339 in UTC. */
export interface CoverageRow {
  readonly path: string;
  readonly format: string | null;
  readonly lines: number;
  readonly bytes: number;
  readonly from: string | null;
  readonly to: string | null;
  readonly records: number;
  readonly samples: number;
  readonly hosts: readonly string[];
  readonly skipped: readonly { readonly reason: string; readonly count: number }[];
}

/** `oomtrail/analysis@1`: the value that every view turns into text. */
export interface Analysis {
  readonly schema: 'oomtrail/analysis@1';
  readonly coverage: readonly CoverageRow[];
  /** Worst first. */
  readonly incidents: readonly Incident[];
  /** Sentences on what the analysis could not know. */
  readonly notes: readonly string[];
  /** Sentences on what could not be read. */
  readonly problems: readonly string[];
}

/** The same with incidents that may be more than memory holds. */
export type AnalysisList = Omit<Analysis, 'incidents'> & { readonly incidents: Listed<Incident> };

export interface ViewSettings {
  readonly columns: number;
  readonly style: Style;
  /** IANA zone in which times are shown. */
  readonly zone: string;
  readonly ascii: boolean;
  /** List every file read, not only what was skipped. */
  readonly verbose: boolean;
  /** So many of the problems, from the first, have been said already where this is shown. Absent: none. */
  readonly problemsTold?: number;
}

/** One way to present an analysis. Pure: value to text. */
export interface View {
  /** The value of `--format`, and the file name. */
  readonly name: string;
  readonly summary: string;
  /** The text in pieces, one after the other: not all of it need be in memory at once. */
  pieces(analysis: AnalysisList, settings: ViewSettings): Iterable<string>;
  render(analysis: AnalysisList, settings: ViewSettings): string;
}

export function defineView({ name, summary, pieces }: Omit<View, 'render'>): View {
  return { name, summary, pieces, render: (analysis, settings) => [...pieces(analysis, settings)].join('') };
}
