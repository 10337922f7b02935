import { Worker } from 'node:worker_threads';
import type { Answer, Ask, EngineTask, FromEngine, ToEngine, Topic } from './protocol.ts';

/** What tells of the engine's work, unasked. */
export type EngineNews = Exclude<FromEngine, { type: 'answer' | 'refused' }>;

/** The engine as the screens see it. */
export interface Engine {
  /** Rejects with an `Error` whose message is a sentence for the user. */
  ask<T extends Topic>(topic: T, ask: Ask<T>): Promise<Answer<T>>;
  onNews(listener: (news: EngineNews) => void): void;
  close(): Promise<void>;
}

/** Starts the engine in a thread of its own. News that come before somebody listens are kept. */
export function startEngine(task: EngineTask): Engine {
  const file = import.meta.url.endsWith('.ts') ? './worker.ts' : './worker.js';
  const worker = new Worker(new URL(file, import.meta.url), { workerData: task });
  const open = new Map<number, { resolve: (answer: never) => void; reject: (error: Error) => void }>();
  let asked = 0;
  let listener: ((news: EngineNews) => void) | null = null;
  let early: EngineNews[] = [];

  function tell(news: EngineNews): void {
    if (listener === null) early.push(news);
    else listener(news);
  }

  worker.on('message', (message: FromEngine) => {
    if (message.type !== 'answer' && message.type !== 'refused') return tell(message);
    const waiting = open.get(message.question);
    open.delete(message.question);
    if (message.type === 'answer') waiting?.resolve(message.answer as never);
    else waiting?.reject(new Error(message.message));
  });
  worker.on('error', (error) => {
    tell({ type: 'failed', message: error.message, hint: null });
    for (const { reject } of open.values()) reject(error);
    open.clear();
  });

  return {
    ask: (topic, ask) =>
      new Promise((resolve, reject) => {
        const question = ++asked;
        open.set(question, { resolve, reject });
        worker.postMessage({ question, topic, ask } satisfies ToEngine);
      }),
    onNews(wanted) {
      listener = wanted;
      const kept = early;
      early = [];
      for (const news of kept) wanted(news);
    },
    close: async () => {
      await worker.terminate();
    },
  };
}
