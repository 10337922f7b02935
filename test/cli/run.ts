import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

export const repository = fileURLToPath(new URL('../..', import.meta.url));
export const launcher = `${repository}bin/oomtrail.js`;

if (!existsSync(`${repository}dist/main.js`)) {
  throw new Error('these tests run the built program: "npm run build" first (npm test does)');
}

export interface Ended {
  readonly status: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions {
  readonly input?: string | Uint8Array;
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
  /** Runs as another user: root may read everything, which hides what permission does. */
  readonly uid?: number;
  /** Another Node than the one that runs the tests. */
  readonly node?: string;
  readonly script?: string;
}

const quietEnvironment = { PATH: process.env.PATH ?? '', HOME: '/nonexistent', TZ: 'UTC', LC_ALL: 'C.UTF-8' };

/** Starts the program as a user would, without a terminal. */
export function start(args: readonly string[], options: RunOptions = {}): ChildProcess {
  const { env = {}, cwd = repository, uid, node = process.execPath, script = launcher } = options;
  return spawn(node, [script, ...args], {
    cwd,
    env: { ...quietEnvironment, ...env },
    stdio: 'pipe',
    ...(uid === undefined ? {} : { uid, gid: uid }),
  });
}

/** Runs the program to its end. Without input, standard input is empty. */
export function run(args: readonly string[], options: RunOptions = {}): Promise<Ended> {
  const child = start(args, options);
  // A program that ends before it has read everything is no failure of the test.
  child.stdin?.on('error', () => {});
  child.stdin?.end(options.input ?? '');
  return ended(child);
}

export function ended(child: ChildProcess): Promise<Ended> {
  let stdout = '';
  let stderr = '';
  child.stdout?.setEncoding('utf8').on('data', (text) => {
    stdout += text;
  });
  child.stderr?.setEncoding('utf8').on('data', (text) => {
    stderr += text;
  });
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (status, signal) => resolve({ status, signal, stdout, stderr }));
  });
}

/** Runs a shell pipeline; `oomtrail` is the program. Gives the status of every part. */
export async function pipeline(command: string): Promise<Ended & { readonly statuses: readonly number[] }> {
  const script = `oomtrail() { "${process.execPath}" "${launcher}" "$@"; }\n${command}\necho "\n\${PIPESTATUS[@]}"`;
  const child = spawn('bash', ['-c', script], {
    cwd: repository,
    env: quietEnvironment,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const result = await ended(child);
  const lines = result.stdout.trimEnd().split('\n');
  return { ...result, stdout: lines.slice(0, -1).join('\n'), statuses: (lines.at(-1) ?? '').split(' ').map(Number) };
}
