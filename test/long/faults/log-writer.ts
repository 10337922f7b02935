import { closeSync, openSync, writeSync } from 'node:fs';

/** Makes lines of a log in which every `recordEvery`-th is a kill with a pid of its own, so that each can be found again. */
export interface LineMaker {
  line(): string;
  lines(count: number): string;
  /** The wall clock of what comes is off by so much. */
  shift(ms: number): void;
  readonly made: number;
  /** Pids of all kills made so far. */
  readonly pids: ReadonlySet<number>;
}

const startMs = Date.UTC(2026, 10, 20, 9, 0, 0);

export function createLineMaker({ recordEvery = 10, padding = 0 } = {}): LineMaker {
  let made = 0;
  let nextPid = 1000;
  let shiftMs = 0;
  const pids = new Set<number>();
  /** Some kills are reaped a while later: the record is then stored twice and must stay one. */
  const toReap: { readonly pid: number; readonly atLine: number }[] = [];
  const filler = padding === 0 ? '' : ` ${'x'.repeat(padding)}`;

  function text(): string {
    const [reap] = toReap;
    if (reap && reap.atLine <= made) {
      toReap.shift();
      return `oom_reaper: reaped process ${reap.pid} (worker), now anon-rss:0kB, file-rss:0kB, shmem-rss:0kB`;
    }
    if (made % recordEvery !== 0) return `eth0: line ${made} of a busy machine${filler}`;
    const pid = nextPid++;
    pids.add(pid);
    if (pid % 5 === 0) toReap.push({ pid, atLine: made + 7 });
    return `Out of memory: Killed process ${pid} (worker) total-vm:${pid}kB, anon-rss:${pid}kB, file-rss:0kB, shmem-rss:0kB, UID:0 pgtables:80kB oom_score_adj:0`;
  }

  function line(): string {
    const us = made * 137;
    const stamp = new Date(startMs + shiftMs + Math.floor(us / 1000)).toISOString().slice(0, 23);
    const made_ = `${stamp}${String(us % 1000).padStart(3, '0')}+00:00 web1 kernel: [${(1000 + us / 1e6).toFixed(6)}] ${text()}\n`;
    made += 1;
    return made_;
  }

  return {
    line,
    lines(count) {
      let all = '';
      for (let index = 0; index < count; index += 1) all += line();
      return all;
    },
    shift(ms) {
      shiftMs = ms;
    },
    get made() {
      return made;
    },
    pids,
  };
}

/** Messages of earlyoom about as many kills as lines, without stamps: a journal adds those. */
export function createKillerLines(): Pick<LineMaker, 'lines' | 'made' | 'pids'> {
  let made = 0;
  const pids = new Set<number>();
  return {
    lines(count) {
      let text = '';
      for (let index = 0; index < count; index += 1) {
        const pid = 1000 + made;
        pids.add(pid);
        made += 1;
        text += `sending SIGTERM to process ${pid} uid 0 "worker": oom_score 1154, VmRSS 305 MiB, cmdline "worker"\n`;
      }
      return text;
    },
    get made() {
      return made;
    },
    pids,
  };
}

/** A daemon that keeps its log open, and opens it again when told. */
export interface Daemon {
  write(text: string): void;
  reopen(): void;
  close(): void;
}

export function openDaemon(path: string): Daemon {
  let fd = openSync(path, 'a');
  return {
    write: (text) => void writeSync(fd, text),
    reopen() {
      closeSync(fd);
      fd = openSync(path, 'a');
    },
    close: () => closeSync(fd),
  };
}
