import { Worker } from 'node:worker_threads';
import type { Judge } from './judge.ts';
import type { Answer, Question } from './question.ts';

export interface JudgeThreadOptions {
  /** Path of the timeline. */
  readonly file: string;
  /** Judges where no thread can be had: reading then waits for it. */
  readonly spare: () => Promise<Judge>;
  say(sentence: string): void;
  readonly idleMs?: number;
  readonly oldHeapMiB?: number;
}

/** What judging may hold. A thread that needs more ends alone: what it was to judge stays on the timeline. */
const heapMiB = { young: 2, old: 64 } as const;
const usualIdleMs = 600_000;
type Unnumbered<One> = One extends unknown ? Omit<One, 'number'> : never;

/**
 * A thread of its own for judging: in a storm of reports it works for seconds, and meanwhile the kernel's ring must be read.
 *
 * It costs 20 MB, so a machine at peace has none. It is started when memory gets low, before it may not be had any more, or with
 * the first record, and ends when it was not needed for a while.
 */
export function startJudge({
  file,
  spare,
  say,
  idleMs = usualIdleMs,
  oldHeapMiB = heapMiB.old,
}: JudgeThreadOptions): Judge {
  const open = new Map<number, { resolve(answer: Answer): void; reject(error: Error): void }>();
  let asked = 0;
  let worker: Worker | null = null;
  let local: Judge | null = null;
  let idleTimer: NodeJS.Timeout | null = null;
  let closed = false;

  function start(): Worker {
    let opened = false;
    const name = import.meta.url.endsWith('.ts') ? './judge-worker.ts' : './judge-worker.js';
    const started = new Worker(new URL(name, import.meta.url), {
      workerData: file,
      resourceLimits: { maxYoungGenerationSizeMb: heapMiB.young, maxOldGenerationSizeMb: oldHeapMiB },
    });
    started.unref();
    started.on('message', (answer: Answer) => {
      if (answer.number === null) {
        opened = true;
        return;
      }
      const waiting = open.get(answer.number);
      open.delete(answer.number);
      // Idle, it keeps nobody from ending.
      if (open.size === 0) started.unref();
      if ('trouble' in answer) waiting?.reject(new Error(answer.trouble));
      else waiting?.resolve(answer);
    });
    started.on('error', (error: Error) => void gone(started, opened, error));
    started.on('exit', () => void gone(started, opened, new Error('its thread ended')));
    return started;
  }

  async function gone(one: Worker, hadOpened: boolean, error: Error): Promise<void> {
    if (worker !== one || closed) return;
    worker = null;
    if (!hadOpened) {
      say(`judging has no thread of its own (${error.message}): reading waits while it works`);
      local = await spare();
    }
    for (const { reject } of open.values()) reject(error);
    open.clear();
  }

  /** The thread, awake for a while from now on. */
  function thread(): Worker {
    worker ??= start();
    if (idleTimer !== null) clearTimeout(idleTimer);
    idleTimer = setTimeout(() => {
      if (open.size > 0) return;
      const idle = worker;
      worker = null;
      void idle?.terminate();
    }, idleMs).unref();
    return worker;
  }

  function ask(question: Unnumbered<Question>): Promise<Answer> {
    const number = ++asked;
    const asks = thread();
    return new Promise((resolve, reject) => {
      open.set(number, { resolve, reject });
      asks.ref();
      asks.postMessage({ ...question, number } as Question);
    });
  }

  return {
    prepare() {
      if (local === null && !closed) thread();
    },
    async group(fromUs, news) {
      if (local !== null) return local.group(fromUs, news);
      const answer = await ask({ ask: 'group', fromUs, news });
      if (!('grouped' in answer)) throw new Error('judging answered another question');
      return answer.grouped;
    },
    async judge(incidents) {
      if (local !== null) return local.judge(incidents);
      const answer = await ask({ ask: 'judge', incidents });
      if (!('judged' in answer)) throw new Error('judging answered another question');
      return answer.judged;
    },
    async close() {
      closed = true;
      if (idleTimer !== null) clearTimeout(idleTimer);
      await worker?.terminate();
      await local?.close();
    },
  };
}
