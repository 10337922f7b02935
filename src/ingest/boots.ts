import type { LogEntry } from '../../parsers/model/entry.ts';

/** The first line a kernel prints: `Linux version 6.1.0 (builder@host) (gcc ...) #1 SMP Debian 6.1.176-1 (2026-03-02)`. */
export const bootLandmark = 'Linux version ';

/** A kernel clock that falls back by more than this started again; less is skew between CPUs. */
export const clockFellBackUs = 10_000_000;

/** Counts the boots that a log goes through, host by host, and remembers when the running kernel was built. */
export interface BootCounter {
  /** Looks at an entry that opens a record or announces a boot. */
  note(entry: LogEntry): void;
  index(entry: LogEntry): number;
  /** Build date of the newest kernel announced, epoch microseconds: no line of its boot is older. */
  readonly builtUs: number | null;
}

export function createBootCounter(): BootCounter {
  const hosts = new Map<string, { boots: number; monotonicUs: number }>();
  let builtUs: number | null = null;

  return {
    note(entry) {
      if (entry.writer === 'user') return;
      const key = entry.host ?? '';
      let state = hosts.get(key);
      if (!state) {
        state = { boots: 0, monotonicUs: 0 };
        hosts.set(key, state);
      }
      const announced = entry.text.startsWith(bootLandmark);
      const clockRestarted = entry.monotonicUs !== null && entry.monotonicUs < state.monotonicUs - clockFellBackUs;
      if (announced) builtUs = buildDateUs(entry.text) ?? builtUs;
      if (clockRestarted || (announced && state.monotonicUs > 0)) {
        state.boots += 1;
        state.monotonicUs = entry.monotonicUs ?? 0;
        return;
      }
      if (announced && entry.monotonicUs === null) state.boots += 1;
      if (entry.monotonicUs !== null && entry.monotonicUs > state.monotonicUs) state.monotonicUs = entry.monotonicUs;
    },
    index: (entry) => hosts.get(entry.host ?? '')?.boots ?? 0,
    get builtUs() {
      return builtUs;
    },
  };
}

/** Debian prints `(2026-03-02)` behind the version, others `#1 SMP Thu Dec 7 00:05:14 UTC 2017`. */
export function buildDateUs(text: string): number | null {
  const iso = /\((\d{4}-\d{2}-\d{2})\)\s*$/.exec(text)?.[1];
  const c = /#\d+\S*(?: [A-Z_]+)* (?:\w{3} )?(\w{3}) +(\d{1,2}) (\d\d:\d\d:\d\d) (?:\S+ )?(\d{4})/.exec(text);
  const ms = iso ? Date.parse(`${iso}T00:00:00Z`) : c ? Date.parse(`${c[2]} ${c[1]} ${c[4]} ${c[3]} UTC`) : Number.NaN;
  return Number.isNaN(ms) ? null : ms * 1000;
}
