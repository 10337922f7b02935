/**
 * Measures how long a source that is asked every second had nothing to say. It counts questions, not time: a process that was
 * stopped for a minute must not take its own sleep for the log's silence.
 */
export interface Silence {
  broken(): void;
  /** Call once a second; returns the silence so far in microseconds. */
  tick(): number;
}

export function createSilence(): Silence {
  let ticks = 0;
  return {
    broken() {
      ticks = 0;
    },
    tick() {
      ticks += 1;
      // The first question may come right behind the last line.
      return (ticks - 1) * 1_000_000;
    },
  };
}
