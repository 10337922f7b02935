import { execFileSync, spawn } from 'node:child_process';
import { until } from './scene.ts';

export function run(program: string, ...args: string[]): string {
  return execFileSync(program, args, {
    encoding: 'utf8',
    maxBuffer: 256 * 1024 * 1024,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

/** Like `run`, for a command that may fail. */
export function attempt(program: string, ...args: string[]): string {
  try {
    return run(program, ...args);
  } catch (error) {
    return String(error);
  }
}

/** One property of a unit, as `systemctl show` prints it. */
export const property = (unit: string, name: string): string =>
  run('systemctl', 'show', '--value', '-p', name, unit).trim();

export const monotonicSeconds = (unit: string, name: string): number => Number(property(unit, name)) / 1e6;

/** Takes a MiB each so many milliseconds, without end, under a name of its own. (systemd would expand a word that begins with $.) */
const leak = (comm: string, everyMs: number): string =>
  `;$0="${comm}"; while (1) { push @a, "x" x 1048576; select(undef, undef, undef, ${everyMs / 1000}) }`;

export interface LeakOptions {
  readonly comm: string;
  readonly properties: readonly string[];
  readonly everyMs?: number;
  readonly processes?: number;
  /** A scope instead of a service. */
  readonly scope?: boolean;
}

/** Starts a leak in a unit called `COMM.service` or `COMM.scope`; does not wait for what becomes of it. */
export function startLeak({ comm, properties, everyMs = 30, processes = 1, scope = false }: LeakOptions): void {
  const others = processes > 1 ? `for (2..${processes}) { last if !fork }; ` : '';
  const code = others + leak(comm, everyMs);
  const words = properties.flatMap((text) => ['-p', text]);
  const name = `--unit=${comm}`;
  if (!scope) run('systemd-run', '--quiet', name, ...words, 'perl', '-e', code);
  // A scope's process is a child of ours, and must not have our protection.
  else
    spawn(
      'systemd-run',
      ['--quiet', '--scope', name, ...words, 'sh', '-c', 'echo 0 >/proc/self/oom_score_adj; exec perl -e "$0"', code],
      { stdio: 'ignore' },
    );
}

export const untilActive = (unit: string, seconds: number): Promise<boolean> =>
  until(seconds, () => property(unit, 'ActiveState') === 'active').then(Boolean);
