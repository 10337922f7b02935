import { Worker } from 'node:worker_threads';
import { placedNeedles } from '../../scan/index.ts';
import { type Reply, type Request, slotBytes, slotsPerThread, type ThreadData } from './messages.ts';

/** The main thread's end of a scan thread. */
export interface ScanThread {
  /** The memory of its slots. */
  readonly slots: readonly SharedArrayBuffer[];
  send(request: Request): void;
  /**
   * The next reply, in order.
   *
   * @throws ScanThreadLost if the thread died, or was never started
   */
  reply(): Promise<Reply>;
  end(): void;
}

/** The system gave no thread, or the thread ended before its time. */
export class ScanThreadLost extends Error {}

/** A scan thread makes little garbage. */
const resourceLimits = { maxYoungGenerationSizeMb: 2, maxOldGenerationSizeMb: 128 } as const;

export function startScanThread(needles: readonly string[]): ScanThread {
  const entry = new URL(`./scan-worker${import.meta.url.slice(-3)}`, import.meta.url);
  const slots = Array.from({ length: slotsPerThread }, () => new SharedArrayBuffer(slotBytes));
  const workerData: ThreadData = { needles, placed: placedNeedles(needles), slots };
  const worker = newWorker(entry, workerData);
  const replies: Reply[] = [];
  let failure: Error | null = null;
  let waiting: { readonly resolve: (reply: Reply) => void; readonly reject: (error: Error) => void } | null = null;

  worker.on('message', (reply: Reply) => {
    if (waiting === null) replies.push(reply);
    else waiting.resolve(reply);
    waiting = null;
  });
  const fail = (error: Error): void => {
    failure ??= new ScanThreadLost(error.message, { cause: error });
    waiting?.reject(failure);
    waiting = null;
  };
  worker.on('error', fail);
  worker.on('exit', () => fail(new Error('the scan thread ended')));
  // Only while somebody waits for it does it keep the process alive.
  worker.unref();

  return {
    slots,
    send: (request) => worker.postMessage(request),
    reply() {
      const reply = replies.shift();
      if (reply !== undefined) return Promise.resolve(reply);
      if (failure !== null) return Promise.reject(failure);
      worker.ref();
      return new Promise<Reply>((resolve, reject) => {
        waiting = { resolve, reject };
      }).finally(() => worker.unref());
    },
    end: () => void worker.terminate(),
  };
}

function newWorker(entry: URL, workerData: ThreadData): Worker {
  try {
    return new Worker(entry, { workerData, resourceLimits, execArgv: [] });
  } catch (error) {
    throw new ScanThreadLost('the system gave no thread', { cause: error });
  }
}
