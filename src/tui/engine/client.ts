import { Worker } from 'node:worker_threads';
import { createRowsGatherer } from './gather-rows.ts';
import type { Answer, Ask, EngineNews, EngineTask, FromEngine, ToEngine, Topic } from './protocol.ts';

/** The engine as the screens see it. */
export interface Engine {
  /** Rejects with an `Error` whose message is a sentence for the user. */
  ask<T extends Topic>(topic: T, ask: Ask<T>): Promise<Answer<T>>;
  onNews(listener: (news: EngineNews) => void): void;
  close(): Promise<void>;
}

/** Questions and answers over a thread. News that come before somebody listens are kept. */
export interface Conversation extends Omit<Engine, 'close'> {
  heard(message: FromEngine): void;
  /** Nothing more comes: who waits is told so. */
  ended(error: Error): void;
}

export function converseWith(worker: Pick<Worker, 'postMessage'>): Conversation {
  const open = new Map<number, { resolve: (answer: never) => void; reject: (error: Error) => void }>();
  let asked = 0;
  let listener: ((news: EngineNews) => void) | null = null;
  let early: EngineNews[] = [];

  function tell(news: EngineNews): void {
    if (listener === null) early.push(news);
    else listener(news);
  }

  const ask: Engine['ask'] = (topic, what) =>
    new Promise((resolve, reject) => {
      const question = ++asked;
      open.set(question, { resolve, reject });
      worker.postMessage({ question, topic, ask: what } satisfies ToEngine);
    });

  const gather = createRowsGatherer({ ask: (rows) => ask('rows', rows), tell });

  return {
    heard(message) {
      if (message.type === 'incidents') {
        // Whoever ends the conversation says why; rows that do not come any more need no second word.
        gather(message).catch(() => undefined);
        return;
      }
      if (message.type !== 'answer' && message.type !== 'refused') {
        tell(message);
        return;
      }
      const waiting = open.get(message.question);
      open.delete(message.question);
      if (message.type === 'answer') waiting?.resolve(message.answer as never);
      else waiting?.reject(new Error(message.message));
    },
    ended(error) {
      for (const { reject } of open.values()) reject(error);
      open.clear();
    },
    ask,
    onNews(wanted) {
      listener = wanted;
      const kept = early;
      early = [];
      for (const news of kept) wanted(news);
    },
  };
}

/** The file of a thread beside this one, from sources and built. */
export const threadFile = (name: string, from: string): URL =>
  new URL(`./${name}.${from.endsWith('.ts') ? 'ts' : 'js'}`, from);

/** Starts the engine in a thread of its own. */
export function startEngine(task: EngineTask): Engine {
  const worker = new Worker(threadFile('worker', import.meta.url), { workerData: task });
  const { heard, ended, ask, onNews } = converseWith(worker);
  worker.on('message', heard);
  worker.on('error', (error) => {
    heard({ type: 'failed', message: error.message, hint: null });
    ended(error);
  });
  return {
    ask,
    onNews,
    close: async () => {
      await worker.terminate();
    },
  };
}
