import { parentPort, workerData } from 'node:worker_threads';
import { openTimeline } from '../../store/index.ts';
import { goBehindOthers } from '../own-process.ts';
import { liveCacheKiB } from '../session-timeline.ts';
import { createJudge } from './judge.ts';
import type { Answer, Question } from './question.ts';

/** The thread behind `startJudge`: reads the timeline beside its writer, and answers one question after the other. */
goBehindOthers();
const timeline = await openTimeline({ file: workerData as string, mode: 'read', cacheKiB: liveCacheKiB });
const judge = createJudge(timeline);
const tell = (answer: Answer): void => parentPort?.postMessage(answer);

async function answer(question: Question): Promise<Answer> {
  const { number } = question;
  try {
    return question.ask === 'group'
      ? { number, grouped: await judge.group(question.fromUs, question.news) }
      : { number, judged: await judge.judge(question.incidents) };
  } catch (error) {
    return { number, trouble: error instanceof Error ? error.message : String(error) };
  }
}

let last: Promise<void> = Promise.resolve();
parentPort?.on('message', (question: Question) => {
  last = last.then(async () => tell(await answer(question)));
});
tell({ number: null });
