import { exitCodes, KnownError } from '../../errors.ts';
import { counted } from '../../views/quantities.ts';
import type { LiveOptions } from '../plan.ts';
import type { Session } from '../session.ts';
import { exposition } from './exposition.ts';
import { serviceManager } from './sd-notify.ts';
import { writeTextfile } from './textfile.ts';

const textfileEveryMs = 15_000;
const managerEveryMs = 1000;

export interface ServicesOptions {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly nowMs: () => number;
  say(text: string): void;
}

/** What runs beside a session: metrics, textfile, the service manager. Returns what ends them. */
export async function startServices(
  { metrics, textfile }: LiveOptions,
  session: Session,
  { env, nowMs, say }: ServicesOptions,
): Promise<() => Promise<void>> {
  const text = (): string => exposition(session.state(), session.totals);
  const server = metrics === null ? null : await listen(metrics, text);
  if (server !== null && metrics !== null) say(`metrics at http://${metrics.host}:${server.port}/metrics`);
  const endTextfile = textfile === null ? null : keepWriting(textfile, text, say);
  const manager = serviceManager(env, nowMs);
  manager.ready();
  const managerTimer = setInterval(() => {
    manager.tick();
    manager.status(statusOf(session));
  }, managerEveryMs);
  return async () => {
    clearInterval(managerTimer);
    endTextfile?.();
    manager.stopping();
    await server?.close();
  };
}

async function listen(address: NonNullable<LiveOptions['metrics']>, text: () => string) {
  // An HTTP server costs memory that only those pay who want one.
  const { serveMetrics } = await import('./metrics-server.ts');
  try {
    return await serveMetrics(address, text);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new KnownError(`--metrics: ${why}`, { exitCode: exitCodes.unusable, cause: error });
  }
}

/** Writes the metrics now, every while, and once more when it is ended; each trouble is said once. */
function keepWriting(path: string, text: () => string, say: (text: string) => void): () => void {
  let said: string | null = null;
  function write(): void {
    const trouble = writeTextfile(path, text());
    if (trouble !== null && trouble !== said) say(`metrics cannot be written: ${trouble}`);
    said = trouble;
  }
  write();
  const timer = setInterval(write, textfileEveryMs);
  return () => {
    clearInterval(timer);
    write();
  };
}

function statusOf(session: Session): string {
  const { sources, incidents, warning, store } = session.state();
  const open = incidents.filter((one) => one.open).length;
  const following = sources.filter(({ state }) => state === 'following').length;
  // Where the disk is full, the journal may not show what else is said of it.
  const storing = store.state === 'paused' ? ', storing pauses' : '';
  return `following ${following} of ${counted(sources.length, 'source')}, ${counted(open, 'open incident')}, memory ${warning}${storing}`;
}
