import { spawn } from 'node:child_process';
import { disown } from '../surviving/own-process.ts';

/** Tells systemd how we are. */
export interface ServiceManager {
  ready(): void;
  status(text: string): void;
  /** Once a second; sends a keep-alive as often as the unit's WatchdogSec asks for. */
  tick(): void;
  stopping(): void;
}

const silent: ServiceManager = { ready() {}, status() {}, tick() {}, stopping() {} };

/**
 * Speaks to systemd where it started us with a notification socket. Node has no datagram sockets of that kind, so
 * systemd-notify speaks for us: the unit needs `NotifyAccess=all`.
 */
export function serviceManager(env: Readonly<Record<string, string | undefined>>, nowMs: () => number): ServiceManager {
  if (env.NOTIFY_SOCKET === undefined) return silent;
  const watchdogMs = Number(env.WATCHDOG_USEC ?? Number.NaN) / 1000 / 2;
  let fedMs = nowMs();
  let lastStatus = '';

  function send(...words: string[]): void {
    const child = spawn('systemd-notify', words, { stdio: 'ignore' });
    child.on('error', () => {});
    disown(child.pid);
  }

  return {
    ready: () => send('--ready', `--pid=${process.pid}`),
    status(text) {
      if (text === lastStatus) return;
      lastStatus = text;
      send(`--status=${text}`);
    },
    tick() {
      if (!(watchdogMs > 0) || nowMs() - fedMs < watchdogMs) return;
      fedMs = nowMs();
      send('WATCHDOG=1');
    },
    stopping: () => send('STOPPING=1'),
  };
}
