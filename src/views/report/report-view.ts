import type { IncidentReport, ReportHead } from './model.ts';

/** One form of the document. Written piece by piece, so that two hundred incidents need the memory of one. Pure. */
export interface ReportView {
  /** The value of `--format`. */
  readonly name: string;
  readonly summary: string;
  /** Endings of output files that mean this form, with the dot. */
  readonly endings: readonly string[];
  begin(head: ReportHead): string;
  chapter(incident: IncidentReport, head: ReportHead, index: number): string;
  end(head: ReportHead): string;
}
