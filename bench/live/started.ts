import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { setPriority } from 'node:os';

/** `oomtrail live`, built, and what the kernel says of it. */
export interface Started {
  readonly child: ChildProcess;
  readonly pid: number;
  /** Everything it printed, one JSON object a line. */
  onLine(listener: (line: string) => void): void;
  readonly usage: () => Usage;
  stop(): Promise<void>;
}

export interface Usage {
  readonly rssBytes: number;
  /** Without pages of files (the program itself), which the kernel can take back. */
  readonly anonBytes: number;
  readonly peakBytes: number;
  readonly cpuSeconds: number;
}

const ticksPerSecond = 100;

/** Options of Node and an environment for `startLive` under which its clock goes so many times as fast. */
export function faster(speed: number): { readonly nodeOptions: readonly string[]; readonly env: NodeJS.ProcessEnv } {
  if (speed === 1) return { nodeOptions: [], env: process.env };
  const lapse = new URL('./time-lapse.mjs', import.meta.url).pathname;
  return { nodeOptions: ['--import', lapse], env: { ...process.env, OOMTRAIL_TIME_LAPSE: String(speed) } };
}

/** Starts it in JSON, behind the words of `prefix`, and resolves when it follows. */
export async function startLive(
  program: string,
  args: readonly string[],
  prefix: readonly string[] = [],
  { nodeOptions, env } = faster(1),
): Promise<Started> {
  const [first = process.execPath, ...words] = [
    ...prefix,
    process.execPath,
    ...nodeOptions,
    program,
    'live',
    '--json',
    ...args,
  ];
  const child = spawn(first, words, { stdio: ['ignore', 'pipe', 'inherit'], env });
  const { pid } = child;
  if (pid === undefined) throw new Error('live cannot be started');
  // Whoever measures may go before others: what is measured begins as everybody does.
  setPriority(pid, 0);
  const listeners: ((line: string) => void)[] = [];
  let rest = '';
  let follows = (): void => {};
  const following = new Promise<void>((resolve) => {
    follows = resolve;
  });
  child.stdout.on('data', (chunk: Buffer) => {
    const lines = (rest + chunk.toString('utf8')).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) {
      if (line.includes('"event":"start"')) follows();
      for (const listener of listeners) listener(line);
    }
  });
  const closed = once(child, 'close');
  await Promise.race([
    following,
    closed.then(() => {
      throw new Error('live ended before it followed');
    }),
  ]);
  return {
    child,
    pid,
    onLine: (listener) => void listeners.push(listener),
    usage: () => usageOf(pid),
    async stop() {
      child.kill('SIGTERM');
      await closed;
    },
  };
}

export function usageOf(pid: number): Usage {
  const status = readFileSync(`/proc/${pid}/status`, 'latin1');
  const bytes = (key: string): number => Number(new RegExp(`^${key}:\\s+(\\d+)`, 'm').exec(status)?.[1] ?? 0) * 1024;
  const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return {
    rssBytes: bytes('VmRSS'),
    anonBytes: bytes('RssAnon'),
    peakBytes: bytes('VmHWM'),
    cpuSeconds: (Number(fields[11]) + Number(fields[12])) / ticksPerSecond,
  };
}

export const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
export const mib = (bytes: number): string => (bytes / 1024 / 1024).toFixed(1);
