import { createReadStream, fstatSync } from 'node:fs';
import { Socket } from 'node:net';
import type { Readable } from 'node:stream';
import { parentPort, workerData } from 'node:worker_threads';
import type { EngineTask, FromEngine, ToEngine } from './protocol.ts';
import { createService } from './service.ts';

/** Entry of the engine's thread. */
const port = parentPort;
if (port === null) throw new Error('the engine runs in a worker thread');

/** A thread has no standard input of its own: it reads the descriptor, while the screens read keys elsewhere. */
function ownStandardInput(): Readable {
  const stat = fstatSync(0);
  return stat.isFIFO() || stat.isSocket()
    ? new Socket({ fd: 0, readable: true, writable: false })
    : createReadStream('', { fd: 0 });
}

const task = workerData as EngineTask;
if (task.inputs?.includes('-') === true) Object.defineProperty(process, 'stdin', { get: ownStandardInput });

const service = createService(task, (message: FromEngine) => port.postMessage(message));
port.on('message', (message: ToEngine) => void service.answer(message));
void service.read();
