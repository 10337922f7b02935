import { once } from 'node:events';
import { parentPort, workerData } from 'node:worker_threads';
import { KnownError } from '../../errors.ts';
import type { LiveFace } from '../../live/face.ts';
import { type LiveContext, runLive } from '../../live/run.ts';
import { gently } from './gently.ts';
import { createLiveEngine } from './live-engine.ts';
import { shownOf } from './model/live-shown.ts';
import { takeStdin } from './own-stdin.ts';
import type { ToEngine } from './protocol.ts';
import { type FromSession, planOf, type SessionTask, type ToSession, type Trouble } from './session-protocol.ts';

/** Entry of a live session's thread: whatever it does, the screens answer keys. */
const port = parentPort;
if (port === null) throw new Error('the session runs in a worker thread');

const tell = (message: FromSession): void => port.postMessage(message);
const task = workerData as SessionTask;
const plan = planOf(task);
const interrupt = new AbortController();
const leaving = new AbortController();
/** Questions that came before the session followed anything. */
const early: ToEngine[] = [];
let answer = (message: ToEngine): void => void early.push(message);

port.on('message', (message: ToSession) => {
  if (!('type' in message)) answer(message);
  else if (message.type === 'leave') leaving.abort();
  else interrupt.abort();
});

const face: LiveFace = {
  // The screens read the session's state; its events are for those who have none.
  outlet: { tell: () => {}, close: async () => {} },
  close: () => {},
  async show(feed, timeline, closing) {
    const live = gently(feed);
    const engine = createLiveEngine({ feed: live, timeline, plan, title: task.title });
    answer = ({ question, topic, ask }) =>
      void engine.ask(topic, ask).then(
        (found) => tell({ type: 'answer', question, answer: found }),
        (error: Error) => tell({ type: 'refused', question, message: error.message }),
      );
    tell({ type: 'state', state: shownOf(live.state(), plan.live.sampler) });
    const unsubscribe = live.subscribe((state) => tell({ type: 'state', state: shownOf(state, plan.live.sampler) }));
    engine.onNews(tell);
    for (const question of early) answer(question);
    const gone = AbortSignal.any([closing, leaving.signal]);
    if (!gone.aborted) await once(gone, 'abort');
    unsubscribe();
    await engine.close();
    tell({ type: 'closing' });
  },
};

function troubleOf(error: unknown): Trouble {
  if (error instanceof KnownError) return { message: error.message, exitCode: error.exitCode, hint: error.hint };
  const message = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return { message, exitCode: null, hint: null };
}

const context: LiveContext = {
  out: { write: async () => {} },
  env: process.env,
  nowMs: Date.now,
  interrupt: interrupt.signal,
};
if (plan.operands.includes('-')) takeStdin();
try {
  await runLive(plan, context, face);
  tell({ type: 'ended' });
} catch (error) {
  tell({ type: 'broke', trouble: troubleOf(error) });
}
port.close();
