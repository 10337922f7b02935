import { Worker } from 'node:worker_threads';
import type { ReaderData, ReaderReply, ReaderRequest } from './messages.ts';

/** The main thread's end of a reader thread. */
export interface ReaderThread {
  /** Requests that it did not answer yet. */
  readonly open: number;
  /** All null where the thread is lost: the system gave none, or it ended before its time. */
  read(request: ReaderRequest): Promise<ReaderReply>;
  end(): void;
}

const resourceLimits = { maxYoungGenerationSizeMb: 4, maxOldGenerationSizeMb: 128 } as const;

export function startReaderThread(data: ReaderData): ReaderThread {
  const asked: { readonly request: ReaderRequest; readonly answer: (reply: ReaderReply) => void }[] = [];
  const worker = startWorker(data, lose);
  let isLost = worker === null;

  function lose(): void {
    isLost = true;
    for (const { request, answer } of asked.splice(0)) answer(request.map(() => null));
  }
  worker?.on('message', (reply: ReaderReply) => {
    asked.shift()?.answer(reply);
    if (asked.length === 0) worker.unref();
  });

  return {
    get open() {
      return isLost ? Number.POSITIVE_INFINITY : asked.length;
    },
    read(request) {
      if (isLost || worker === null) return Promise.resolve(request.map(() => null));
      // Only while somebody waits for it does it keep the process alive.
      worker.ref();
      worker.postMessage(request);
      return new Promise((answer) => asked.push({ request, answer }));
    },
    end: () => void worker?.terminate(),
  };
}

function startWorker(workerData: ReaderData, lose: () => void): Worker | null {
  try {
    const entry = new URL(`./reader-worker${import.meta.url.slice(-3)}`, import.meta.url);
    const worker = new Worker(entry, { workerData, resourceLimits, execArgv: [] });
    worker.on('error', lose);
    worker.on('exit', lose);
    worker.unref();
    return worker;
  } catch {
    return null;
  }
}
