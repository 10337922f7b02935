import { spawn, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** What one run of a command cost. */
export interface Cost {
  readonly wallSeconds: number;
  readonly cpuSeconds: number;
  readonly peakRssBytes: number;
}

/** The largest resident set is looked up this often while the command runs. */
const lookEveryMs = 10;

/** Runs a command to its end with its output thrown away. */
export async function run(command: readonly string[], stdin: 'ignore' | number = 'ignore'): Promise<Cost> {
  const [program, ...args] = command;
  const started = process.hrtime.bigint();
  const shell = spawn(
    'bash',
    ['-c', 'TIMEFORMAT="%U %S"; time "$@" > /dev/null 2>&1', 'bench', program as string, ...args],
    { stdio: [stdin, 'ignore', 'pipe'] },
  );
  let timing = '';
  shell.stderr?.on('data', (text: Buffer) => {
    timing += text.toString();
  });
  let peakRssBytes = 0;
  const look = setInterval(() => {
    for (const pid of childrenOf(shell.pid ?? 0)) peakRssBytes = Math.max(peakRssBytes, highestRss(pid));
  }, lookEveryMs);
  const status = await new Promise<number | null>((resolve) => shell.on('close', resolve));
  clearInterval(look);
  // grep ends with 1 where it counts nothing.
  if (status !== 0 && status !== 1) throw new Error(`${command.join(' ')} ended with ${status}`);
  const [user = 0, system = 0] = timing.trim().split('\n').at(-1)?.split(' ').map(Number) ?? [];
  return { wallSeconds: Number(process.hrtime.bigint() - started) / 1e9, cpuSeconds: user + system, peakRssBytes };
}

function childrenOf(pid: number): number[] {
  try {
    const direct = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8')
      .trim()
      .split(' ')
      .filter(Boolean)
      .map(Number);
    return direct.flatMap((child) => [child, ...childrenOf(child)]);
  } catch {
    return [];
  }
}

function highestRss(pid: number): number {
  try {
    return Number(/^VmHWM:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) * 1024;
  } catch {
    return 0;
  }
}

/** The median run of several, by wall time, after one that warms the page cache. */
export async function medianRun(command: readonly string[], repeats: number): Promise<Cost> {
  await run(command);
  const costs: Cost[] = [];
  for (let turn = 0; turn < repeats; turn += 1) costs.push(await run(command));
  costs.sort((a, b) => a.wallSeconds - b.wallSeconds);
  const median = costs[Math.floor(costs.length / 2)] as Cost;
  return { ...median, peakRssBytes: Math.max(...costs.map((cost) => cost.peakRssBytes)) };
}

export function isInstalled(program: string): boolean {
  return spawnSync('which', [program]).status === 0;
}
