import { type MessagePort, parentPort, workerData } from 'node:worker_threads';
import { createScanner } from '../../scan/index.ts';
import { needles } from '../needles.ts';
import type { ReaderData, ReaderReply, ReaderRequest, SmallErrand } from './messages.ts';
import { type Outcome, readApart } from './read-apart.ts';
import { sourceSetOf } from './small-set.ts';

/** A reader thread: reads small sets, one after the other. See `messages.ts`. */
function serve(port: MessagePort, { placed, ...data }: ReaderData): void {
  const apart = { ...data, scanner: createScanner(needles, placed) };
  let before: Promise<void> = Promise.resolve();

  function read({ set, nearUs, yearMayWait }: SmallErrand): Promise<Outcome> {
    // Whatever goes wrong here goes wrong again for the one who reads the set in its turn.
    return readApart({ set: sourceSetOf(set), nearUs, yearMayWait }, apart).catch(() => null);
  }

  async function answer(errands: ReaderRequest): Promise<void> {
    const outcomes: Outcome[] = [];
    for (const errand of errands) outcomes.push(await read(errand));
    port.postMessage(outcomes satisfies ReaderReply);
  }

  port.on('message', (errands: ReaderRequest) => {
    before = before.then(() => answer(errands));
  });
}

if (parentPort) serve(parentPort, workerData as ReaderData);
