import { Worker } from 'node:worker_threads';
import { converseWith, type Engine, threadFile } from './client.ts';
import type { LiveShown } from './model/live-shown.ts';
import type { FromSession, SessionTask, ToSession, Trouble } from './session-protocol.ts';

/** A live session in another thread, as the screens see it. */
export interface LiveSession {
  readonly engine: Engine;
  /** The newest state; null before it follows anything. */
  readonly state: () => LiveShown | null;
  subscribe(listener: (state: LiveShown) => void): () => void;
  /** Resolves when it follows; never where it cannot. */
  readonly began: Promise<void>;
  /** Aborted when it ends by itself. */
  readonly closing: AbortSignal;
  /** Resolves after the last commit; with what it met, null where it ended as it should. */
  readonly ended: Promise<Trouble | null>;
  interrupt(): void;
  leave(): void;
}

export function startLiveSession(task: SessionTask): LiveSession {
  const worker = new Worker(threadFile('session-worker', import.meta.url), { workerData: task });
  const conversation = converseWith(worker);
  const { heard, ask, onNews } = conversation;
  const began = Promise.withResolvers<void>();
  const ended = Promise.withResolvers<Trouble | null>();
  const closing = new AbortController();
  const listeners = new Set<(state: LiveShown) => void>();
  let newest: LiveShown | null = null;

  function over(trouble: Trouble | null): void {
    closing.abort();
    conversation.ended(new Error('the session has ended'));
    ended.resolve(trouble);
  }

  worker.on('message', (message: FromSession) => {
    switch (message.type) {
      case 'state':
        newest = message.state;
        began.resolve();
        for (const listener of listeners) listener(message.state);
        return;
      case 'closing':
        closing.abort();
        return;
      case 'ended':
        over(null);
        return;
      case 'broke':
        over(message.trouble);
        return;
      default:
        heard(message);
    }
  });
  worker.on('error', (error) => over({ message: error.stack ?? error.message, exitCode: null, hint: null }));
  worker.on('exit', () => over({ message: 'the thread of the session ended', exitCode: null, hint: null }));

  const tell = (message: ToSession): void => worker.postMessage(message);
  return {
    engine: { ask, onNews, close: async () => {} },
    state: () => newest,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    began: began.promise,
    closing: closing.signal,
    ended: ended.promise,
    interrupt: () => tell({ type: 'interrupt' }),
    leave: () => tell({ type: 'leave' }),
  };
}
