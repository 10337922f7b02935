import type { Incident } from '../../diagnosis/analysis.ts';
import type { Listed } from '../../diagnosis/shelf.ts';
import { coverageRow } from '../../examination/coverage-row.ts';
import type { Examined } from '../../examination/examine.ts';
import type { AppendResult, Batch, Timeline } from '../../store/timeline.ts';
import { cleanDeep, cleanText } from '../../views/sanitize.ts';
import type { AnalysisList, CoverageRow } from '../../views/view.ts';
import { announced } from './announce.ts';
import { type HeldIncidents, holdIncidents, noIncidents } from './held-incidents.ts';
import type { Holdings } from './holdings.ts';
import { createMeter, createPace, createRest } from './pace.ts';
import type { EngineTask, FromEngine } from './protocol.ts';
import { quietContext } from './quiet-context.ts';
import type { RawReader } from './raw.ts';
import { spooled } from './spool.ts';

/** Between two commits, so that what was found shows while the reading goes on. */
const commitEveryMs = 1000;

export interface ReadingDoor {
  readonly tell: (message: FromEngine) => void;
  readonly raw: RawReader;
  /** Questions can be answered from here on. */
  readonly opened: (holdings: Holdings) => void;
}

/** Reads the inputs onto a timeline that stays open, tells how far it is, and judges now and then and at the end. */
export async function readAll({ inputs, plan }: EngineTask, { tell, raw, opened }: ReadingDoor): Promise<void> {
  const [{ openTimeline }, { examineIn }, { shownZone }, { discover }] = await Promise.all([
    import('../../store/index.ts'),
    import('../../examination/examine.ts'),
    import('../../examination/log-zone.ts'),
    import('../../sources/discover.ts'),
  ]);
  const timeline = await openTimeline({ file: plan.db, mode: inputs === null ? 'read' : 'write' });
  const found: Found = { incidents: noIncidents, judgement: 0, analysis: null, zone: plan.zone ?? plan.machineZone };
  opened(holdingsOf(timeline, found));

  const files: CoverageRow[] = [];
  const problems: string[] = [];
  const meter = createMeter((progress) => tell({ type: 'progress', progress }));
  const context = quietContext({
    problem: (message) => problems.push(cleanText(message)),
    progress: meter.saw,
  });

  function show({ analysis, reading }: Examined<Listed<Incident>>, final: boolean): void {
    const formats = new Map(analysis.coverage.map(({ path, format }) => [path, format]));
    found.incidents = holdIncidents(analysis.incidents, (path) => formats.get(path) ?? null);
    found.judgement += 1;
    raw.know(analysis.coverage.map(({ path }) => path));
    tell({
      type: 'files',
      files: cleanDeep(analysis.coverage),
      problems: final ? analysis.problems.map(cleanText) : problems,
    });
    found.zone = shownZone(plan, reading.coverage);
    if (final) found.analysis = analysis;
    tell(announced(found, { final, notes: analysis.notes.map(cleanText) }));
  }

  const judging = createPace();
  const filesDue = createRest();
  const watched = whenAppended(timeline, async ({ coverage }, { fresh }) => {
    if (coverage.length > 0) {
      files.push(...coverage.map(coverageRow));
      if (filesDue()) tell({ type: 'files', files: cleanDeep(files), problems });
    }
    if (fresh === 0 || !judging.due()) return;
    await judging.timed(async () =>
      show(await examineIn(timeline, null, { plan: { ...plan, db: null }, context }), false),
    );
  });
  const sources = inputs === null ? null : [...inputs, ...plan.samplePaths];
  // Standard input is kept on its way, since it cannot be read again.
  const reader =
    sources?.includes('-') === true
      ? (problem: Parameters<typeof discover>[1]) => spooled(discover(sources, problem), raw)
      : sources;
  const examined = await examineIn(watched, reader, { plan, context, commitEveryMs });
  meter.end();
  show(examined, true);
}

/** What was judged last. */
interface Found {
  incidents: HeldIncidents;
  judgement: number;
  analysis: AnalysisList | null;
  zone: string;
}

/** The holdings as they are at the time of a question. */
function holdingsOf(timeline: Timeline, found: Found): Holdings {
  return {
    timeline,
    get incidents() {
      return found.incidents;
    },
    get judgement() {
      return found.judgement;
    },
    get zone() {
      return found.zone;
    },
    async analysis() {
      if (found.analysis !== null) return found.analysis;
      throw new Error('wait until everything is read: then the report can be written');
    },
  };
}

/** The same timeline; after each commit `then` is called, and the next one waits for it. */
function whenAppended(timeline: Timeline, then: (batch: Batch, result: AppendResult) => Promise<void>): Timeline {
  return {
    ...timeline,
    async append(batch) {
      const result = await timeline.append(batch);
      await then(batch, result);
      return result;
    },
  };
}
