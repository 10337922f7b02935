import type { Context } from '../../cli/command.ts';
import type { Examined } from '../../cli/examine.ts';
import type { Timeline } from '../../store/timeline.ts';
import { cleanDeep, cleanText } from '../../views/sanitize.ts';
import type { CoverageRow } from '../../views/view.ts';
import type { Holdings } from './holdings.ts';
import type { EngineTask, FromEngine, Progress } from './protocol.ts';
import type { RawReader } from './raw.ts';
import { toRow } from './rows.ts';
import { spooled } from './spool.ts';

/** The screens are told so often at most. */
const tellEveryMs = 250;
/** Facts are committed so often, so that what was found shows while the reading goes on. */
const commitEveryMs = 1000;
/** Judging again and again may cost this part of the time. */
const judgingShare = 0.1;
/** Rows of the list that cross at a time. */
const rowsTogether = 500;

export interface ReadingDoor {
  readonly tell: (message: FromEngine) => void;
  readonly raw: RawReader;
  /** Questions can be answered from here on. */
  readonly opened: (holdings: Holdings) => void;
}

/** Reads the inputs onto a timeline that stays open, tells how far it is, and judges now and then and at the end. */
export async function readAll({ inputs, plan }: EngineTask, { tell, raw, opened }: ReadingDoor): Promise<void> {
  const [{ openTimeline }, { examineOn, viewSettings }, { discover }] = await Promise.all([
    import('../../store/index.ts'),
    import('../../cli/examine.ts'),
    import('../../sources/discover.ts'),
  ]);
  const timeline = await openTimeline({ file: plan.db, mode: inputs === null ? 'read' : 'write' });
  const holdings: Holdings = { timeline, incidents: [], analysis: null, zone: plan.zone ?? plan.machineZone };
  opened(holdings);

  const files: CoverageRow[] = [];
  const problems: string[] = [];
  const meter = createMeter((progress) => tell({ type: 'progress', progress }));
  const context: Context = {
    out: { write: async () => {}, end: async () => {} },
    notices: {
      problem: ({ message }) => problems.push(cleanText(message)),
      hint: () => {},
      progress: meter.saw,
      close: () => {},
      clear: () => {},
    },
    env: process.env,
    nowMs: Date.now,
    interrupt: new AbortController().signal,
    commands: async () => [],
  };

  function show({ analysis, reading }: Examined, final: boolean): void {
    holdings.incidents = analysis.incidents;
    raw.know(analysis.coverage.map(({ path }) => path));
    tell({
      type: 'files',
      files: cleanDeep(analysis.coverage),
      problems: final ? analysis.problems.map(cleanText) : problems,
    });
    const { zone } = viewSettings(plan, reading);
    holdings.zone = zone;
    if (final) holdings.analysis = analysis;
    const rows = analysis.incidents.map(toRow);
    const notes = analysis.notes.map(cleanText);
    for (let from = 0; from === 0 || from < rows.length; from += rowsTogether) {
      const part = { rows: rows.slice(from, from + rowsTogether), from, total: rows.length, final, notes, zone };
      tell({ type: 'incidents', part });
    }
  }

  const judging = createPace();
  const watched: Timeline = {
    ...timeline,
    async append(batch) {
      const result = await timeline.append(batch);
      if (batch.coverage.length > 0) {
        files.push(...batch.coverage.map(asRow));
        tell({ type: 'files', files: cleanDeep(files), problems });
      }
      if (result.fresh > 0 && judging.due()) {
        await judging.timed(async () =>
          show(await examineOn(timeline, null, { plan: { ...plan, db: null }, context }), false),
        );
      }
      return result;
    },
  };
  const sources = inputs === null ? null : [...inputs, ...plan.samplePaths];
  const reader =
    sources === null ? null : (problem: Parameters<typeof discover>[1]) => spooled(discover(sources, problem), raw);
  const examined = await examineOn(watched, reader, { plan, context, commitEveryMs });
  meter.end();
  show(examined, true);
}

/** Coverage as it comes from the ingest, with times in the contract's form. */
function asRow(row: Parameters<Timeline['append']>[0]['coverage'][number]): CoverageRow {
  const { path, format, lines, bytes, records, samples, hosts, skipped } = row;
  const time = (us: number | null): string | null => (us === null ? null : new Date(us / 1000).toISOString());
  return { path, format, lines, bytes, from: time(row.fromUs), to: time(row.toUs), records, samples, hosts, skipped };
}

type Saw = Parameters<Context['notices']['progress']>[0];

/** Sums progress over the files and passes it on at a bearable rate. */
function createMeter(tell: (progress: Progress) => void): { saw(progress: Saw): void; end(): void } {
  const startedMs = Date.now();
  let toldMs = 0;
  let before = 0;
  let last: Saw | null = null;
  function now(): void {
    if (last === null) return;
    const { path, bytesDone, bytesTotal, records, samples } = last;
    tell({
      path: cleanText(path),
      fileBytes: bytesDone,
      fileTotalBytes: bytesTotal,
      bytes: before + bytesDone,
      seconds: (Date.now() - startedMs) / 1000,
      records,
      samples,
    });
  }
  return {
    saw(progress) {
      if (last !== null && last.path !== progress.path) before += last.bytesDone;
      last = progress;
      if (Date.now() - toldMs < tellEveryMs) return;
      toldMs = Date.now();
      now();
    },
    end: now,
  };
}

/** Whether it is time to judge again: the longer it takes, the rarer. */
function createPace(): { due(): boolean; timed(work: () => Promise<void>): Promise<void> } {
  let restUntilMs = 0;
  return {
    due: () => Date.now() >= restUntilMs,
    async timed(work) {
      const from = Date.now();
      await work();
      const took = Date.now() - from;
      restUntilMs = Date.now() + Math.max(1000, took / judgingShare);
    },
  };
}
