import { parentPort, workerData } from 'node:worker_threads';
import { takeStdin } from './own-stdin.ts';
import type { EngineTask, FromEngine, ToEngine } from './protocol.ts';
import { createService } from './service.ts';

/** Entry of the engine's thread. */
const port = parentPort;
if (port === null) throw new Error('the engine runs in a worker thread');

const task = workerData as EngineTask;
if (task.inputs?.includes('-') === true) takeStdin();

const service = createService(task, (message: FromEngine) => port.postMessage(message));
port.on('message', (message: ToEngine) => void service.answer(message));
void service.read();
