import { KnownError } from '../../errors.ts';
import { cleanText } from '../../views/sanitize.ts';
import { moreRows } from './announce.ts';
import { createCharts } from './charts.ts';
import { readDossier } from './dossier.ts';
import type { Holdings } from './holdings.ts';
import { readLanes } from './lanes.ts';
import type { Answer, Ask, EngineTask, Topic } from './protocol.ts';
import type { RawReader } from './raw.ts';
import { writeReport } from './report.ts';
import { runSql } from './sql.ts';

/** Answers a question from the holdings. Rejects with an error whose {@link sentenceOf} is for the user. */
export type Answering = <T extends Topic>(topic: T, ask: Ask<T>, holdings: Holdings) => Promise<Answer<T>>;

type Answers = { readonly [T in Topic]: (ask: Ask<T>, holdings: Holdings) => Promise<Answer<T>> };

export function createAnswering(task: Pick<EngineTask, 'plan' | 'title'>, raw: RawReader): Answering {
  const charts = createCharts();
  const answers: Answers = {
    dossier: ({ id }, holdings) => readDossier(id, holdings, { charts, plan: task.plan }),
    chart: (ask, { timeline }) => charts.read(ask, timeline),
    raw: ({ address, around }) => raw.read(address, around),
    rows: async (ask, holdings) => moreRows(ask, holdings),
    lanes: (ask, holdings) => readLanes(ask, holdings, task.plan),
    sql: (ask, { timeline }) => runSql(ask, timeline),
    report: (ask, holdings) => writeReport(ask, holdings, task),
  };
  return (topic, ask, holdings) => answers[topic](ask, holdings);
}

/** What went wrong, clean and for people. */
export function sentenceOf(error: unknown): { readonly message: string; readonly hint: string | null } {
  const hint = error instanceof KnownError ? error.hint : null;
  const message = error instanceof Error ? error.message : String(error);
  return { message: cleanText(message), hint: hint === null ? null : cleanText(hint) };
}
