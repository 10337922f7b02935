import { type Journalctl, type JournalctlEvents, type JournalOptions, startJournalctl } from './journalctl.ts';

/** `journalctl`, started again each time it ends. */
export interface KeptRunning {
  start(): void;
  readonly isRunning: boolean;
  /** It gives entries: the next time it ends it is started again soon. */
  works(): void;
  stop(): void;
}

export interface KeptRunningEvents extends Omit<JournalctlEvents, 'row'> {
  /** Asked before each start: the words that say where to begin. */
  begins(): readonly string[];
  row(row: unknown, running: Journalctl): void;
}

const restartAfterMs = [1000, 2000, 5000, 10_000, 30_000];

export function keepRunning(
  options: JournalOptions,
  { begins, row, ended, ...events }: KeptRunningEvents,
): KeptRunning {
  let child: Journalctl | null = null;
  let timer: NodeJS.Timeout | null = null;
  let failures = 0;
  let stopped = false;

  function start(): void {
    if (stopped) return;
    const running = startJournalctl(options, begins(), {
      ...events,
      row: (one) => row(one, running),
      ended(why) {
        if (stopped || child === null) return;
        child = null;
        const waitMs = restartAfterMs[Math.min(failures, restartAfterMs.length - 1)] ?? 30_000;
        failures += 1;
        ended(why);
        timer = setTimeout(start, waitMs);
      },
    });
    child = running;
  }

  return {
    start,
    get isRunning() {
      return child !== null;
    },
    works() {
      failures = 0;
    },
    stop() {
      stopped = true;
      if (timer !== null) clearTimeout(timer);
      child?.kill();
    },
  };
}
