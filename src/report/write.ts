import type { HistoryOptions } from '../alignment/load-history.ts';
import type { Incident } from '../diagnosis/analysis.ts';
import type { Listed } from '../diagnosis/shelf.ts';
import type { Timeline } from '../store/timeline.ts';
import { bounded } from '../views/report/bounded.ts';
import { chapterOf } from '../views/report/build/chapter.ts';
import { headOf } from '../views/report/build/head.ts';
import type { IncidentReport } from '../views/report/model.ts';
import type { ReportView } from '../views/report/report-view.ts';
import type { AnalysisList } from '../views/view.ts';
import { createGatherer } from './gather.ts';

/** Chapters of one document: nobody reads more, and a page of them opens slowly. The rest stand in its list. */
const mostChapters = 30;

export interface ReportJob {
  readonly timeline: Timeline;
  readonly analysis: AnalysisList;
  readonly view: ReportView;
  /** IANA zone of the times shown. */
  readonly zone: string;
  readonly version: string;
  readonly commandLine: string;
  /** Rank of the one incident wanted, 1 the worst; null for all. */
  readonly only: number | null;
  /** Puts pseudonyms into a piece of the document; null leaves names as they are. */
  readonly redact: (<Piece>(piece: Piece) => Piece) | null;
  /** Tells the redaction of a name that only the lines behind a record hold. */
  learn?(name: string): void;
  readonly history: HistoryOptions;
  write(text: string): Promise<void>;
  /** What else is made of a chapter: pictures of its charts. */
  chapter?(incident: IncidentReport): Promise<void>;
  readonly interrupt: AbortSignal;
}

/** Writes the document incident by incident: what is held is one chapter, whatever their number. */
export async function writeReport(job: ReportJob): Promise<void> {
  const { timeline, analysis, view, zone, version, commandLine, only, write, interrupt } = job;
  const redact = job.redact ?? (<Piece>(piece: Piece): Piece => piece);
  const incidents = only === null ? analysis.incidents : chosen(analysis.incidents, only);
  const chapters = Math.min(incidents.length, mostChapters);
  const facts = { zone, version, commandLine, redacted: job.redact !== null, chapters };
  const head = bounded(redact(headOf({ ...analysis, incidents }, facts)));
  const gather = await createGatherer(timeline, analysis.coverage, job.history);
  await write(view.begin(head));
  for (let index = 0; index < chapters; index++) {
    const incident = incidents.at(index);
    if (interrupt.aborted || incident === undefined) break;
    const dossier = await gather(incident, index + 1);
    for (const { name } of dossier.restarts) job.learn?.(name);
    // A report of one incident still tells of the others, by their numbers in the whole list.
    const chapter = bounded(redact(chapterOf(dossier, analysis.incidents, zone)));
    await write(view.chapter(chapter, head, index));
    await job.chapter?.(chapter);
  }
  await write(view.end(head));
}

function chosen(incidents: Listed<Incident>, rank: number): Incident[] {
  const incident = incidents.at(rank - 1);
  return incident === undefined ? [] : [incident];
}
