import { KnownError } from '../../cli/errors.ts';
import { cleanText } from '../../views/sanitize.ts';
import { createCharts } from './charts.ts';
import { readDossier } from './dossier.ts';
import type { Holdings } from './holdings.ts';
import { readLanes } from './lanes.ts';
import type { Answer, Ask, EngineTask, FromEngine, ToEngine, Topic } from './protocol.ts';
import { createRawReader } from './raw.ts';
import { readAll } from './reading.ts';
import { writeReport } from './report.ts';
import { runSql } from './sql.ts';

export interface Service {
  /** Reads the inputs and tells of it; resolves when everything is read and judged. Never rejects. */
  read(): Promise<void>;
  answer(message: ToEngine): Promise<void>;
}

type Answers = { readonly [T in Topic]: (ask: Ask<T>, holdings: Holdings) => Promise<Answer<T>> };

/** The engine without its thread: reads, stores, judges, answers. */
export function createService(task: EngineTask, tell: (message: FromEngine) => void): Service {
  const raw = createRawReader();
  const charts = createCharts();
  const opening = Promise.withResolvers<Holdings>();
  opening.promise.catch(() => undefined);

  const answers: Answers = {
    dossier: ({ id }, holdings) => readDossier(id, holdings, charts),
    chart: (ask, { timeline }) => charts.read(ask, timeline),
    raw: ({ address, around }) => raw.read(address, around),
    lanes: (ask, holdings) => readLanes(ask, holdings),
    sql: (ask, { timeline }) => runSql(ask, timeline),
    report: (ask, holdings) => writeReport(ask, holdings, task),
  };

  return {
    async read() {
      try {
        await readAll(task, { tell, raw, opened: opening.resolve });
      } catch (error) {
        opening.reject(error);
        tell({ type: 'failed', ...sentence(error) });
      }
    },
    async answer({ question, topic, ask }) {
      try {
        const answer = await (answers[topic] as Answers['dossier'])(ask as Ask<'dossier'>, await opening.promise);
        tell({ type: 'answer', question, answer });
      } catch (error) {
        tell({ type: 'refused', question, message: sentence(error).message });
      }
    },
  };
}

function sentence(error: unknown): { message: string; hint: string | null } {
  const hint = error instanceof KnownError ? error.hint : null;
  const message = error instanceof Error ? error.message : String(error);
  return { message: cleanText(message), hint: hint === null ? null : cleanText(hint) };
}
