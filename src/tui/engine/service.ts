import { createAnswering, sentenceOf } from './answering.ts';
import type { Holdings } from './holdings.ts';
import type { EngineTask, FromEngine, ToEngine } from './protocol.ts';
import { createRawReader } from './raw.ts';
import { readAll } from './reading.ts';

export interface Service {
  /** Reads the inputs and tells of it; resolves when everything is read and judged. Never rejects. */
  read(): Promise<void>;
  answer(message: ToEngine): Promise<void>;
}

/** The engine without its thread: reads, stores, judges, answers. */
export function createService(task: EngineTask, tell: (message: FromEngine) => void): Service {
  const raw = createRawReader();
  const answering = createAnswering(task, raw);
  const opening = Promise.withResolvers<Holdings>();
  opening.promise.catch(() => undefined);

  return {
    async read() {
      try {
        await readAll(task, { tell, raw, opened: opening.resolve });
      } catch (error) {
        opening.reject(error);
        tell({ type: 'failed', ...sentenceOf(error) });
      }
    },
    async answer({ question, topic, ask }) {
      try {
        const answer = await answering(topic, ask, await opening.promise);
        tell({ type: 'answer', question, answer });
      } catch (error) {
        tell({ type: 'refused', question, message: sentenceOf(error).message });
      }
    },
  };
}
