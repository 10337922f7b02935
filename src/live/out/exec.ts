import { spawn } from 'node:child_process';
import type { LiveEvent, Outlet } from '../events.ts';
import { disown } from '../surviving/own-process.ts';
import { calling } from './calling.ts';

export interface ExecOptions {
  readonly command: readonly [program: string, ...args: string[]];
  readonly timeoutMs: number;
  /** One sentence, once for each kind of trouble. */
  say(sentence: string): void;
}

const mostWaiting = 32;
/** Between SIGTERM and SIGKILL. */
const graceMs = 2000;

/**
 * Runs a program for each event, one at a time, with the event as JSON on its standard input. One that runs too long is ended
 * together with what it started. While it runs, events wait; of too many the oldest give way.
 */
export function execOutlet({ command: [program, ...args], timeoutMs, say }: ExecOptions): Outlet {
  let waiting: LiveEvent[] = [];
  let running: Promise<void> | null = null;
  let end: (() => void) | null = null;
  const said = new Set<string>();

  function sayOnce(kind: string, sentence: string): void {
    if (said.has(kind)) return;
    said.add(kind);
    say(sentence);
  }

  function run(event: LiveEvent): Promise<void> {
    return new Promise((resolve) => {
      // A group of its own, so that what it starts ends with it.
      const child = spawn(program, args, { stdio: ['pipe', 'ignore', 'ignore'], detached: true });
      disown(child.pid);
      const signal = (name: NodeJS.Signals): void => {
        try {
          if (child.pid !== undefined) process.kill(-child.pid, name);
        } catch {
          // It has ended.
        }
      };
      let hardTimer: NodeJS.Timeout | null = null;
      end = () => {
        signal('SIGTERM');
        hardTimer ??= setTimeout(() => signal('SIGKILL'), graceMs);
      };
      const timer = setTimeout(() => {
        sayOnce('timeout', `the hook ${program} ran longer than ${timeoutMs / 1000} s and was ended`);
        end?.();
      }, timeoutMs);
      const done = (): void => {
        clearTimeout(timer);
        if (hardTimer !== null) clearTimeout(hardTimer);
        end = null;
        resolve();
      };
      child.on('error', (error) => {
        sayOnce('start', `the hook ${program} cannot be started: ${error.message}`);
        done();
      });
      child.on('exit', (status) => {
        if (status !== null && status !== 0) sayOnce('status', `the hook ${program} ended with status ${status}`);
        done();
      });
      child.stdin.on('error', () => {});
      child.stdin.end(`${JSON.stringify(event)}\n`);
    });
  }

  async function work(): Promise<void> {
    for (let event = waiting.shift(); event; event = waiting.shift()) await run(event);
  }

  return {
    tell(event) {
      if (!calling.has(event.event)) return;
      waiting.push(event);
      if (waiting.length > mostWaiting) {
        waiting = waiting.slice(-mostWaiting);
        sayOnce('late', `the hook ${program} is too slow: events are left out`);
      }
      running ??= work().finally(() => {
        running = null;
      });
    },
    async close() {
      if (running === null) return;
      const late = setTimeout(() => {
        waiting = [];
        end?.();
      }, 3000);
      await running;
      clearTimeout(late);
    },
  };
}
