import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** What one run of a command cost. */
export interface Cost {
  readonly wallSeconds: number;
  readonly cpuSeconds: number;
  /** The largest resident set of one of its processes. */
  readonly peakRssBytes: number;
}

/** The largest resident set is looked up this often while the command runs. */
const lookEveryMs = 20;

/** Runs a command to its end with its output thrown away: not into /dev/null, where grep would stop at the first match. */
async function run([program, ...args]: readonly string[]): Promise<Cost> {
  const started = process.hrtime.bigint();
  const shell = spawn(
    'bash',
    [
      '-c',
      'set -o pipefail; TIMEFORMAT="%U %S"; time "$@" 2> /dev/null | cat > /dev/null',
      'bench',
      program as string,
      ...args,
    ],
    { stdio: ['ignore', 'ignore', 'pipe'] },
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
  if (status !== 0 && status !== 1) throw new Error(`${program} ended with ${status}`);
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

/** A command beside others on the same input. */
export interface Result extends Cost {
  /** Median over the rounds of this command's wall time and CPU time by the first command's of the same round. */
  readonly wallRatio: number;
  readonly cpuRatio: number;
}

/**
 * Runs the commands in turn, round after round, after one round that warms the page cache. Medians; since whatever else
 * the machine does falls on neighbours alike, ratios are taken within a round.
 */
export async function compare(commands: readonly (readonly string[])[], rounds: number): Promise<Result[]> {
  for (const command of commands) await run(command);
  const costs: Cost[][] = [];
  for (let round = 0; round < rounds; round += 1) {
    const row: Cost[] = [];
    for (const command of commands) row.push(await run(command));
    costs.push(row);
  }
  return commands.map((_command, index) => {
    const own = costs.map((row) => row[index] as Cost);
    const first = costs.map((row) => row[0] as Cost);
    const ratios = (of: (cost: Cost) => number): number =>
      median(own.map((cost, round) => of(cost) / of(first[round] as Cost)));
    return {
      wallSeconds: median(own.map((cost) => cost.wallSeconds)),
      cpuSeconds: median(own.map((cost) => cost.cpuSeconds)),
      peakRssBytes: Math.max(...own.map((cost) => cost.peakRssBytes)),
      wallRatio: ratios((cost) => cost.wallSeconds),
      cpuRatio: ratios((cost) => cost.cpuSeconds),
    };
  });
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

export function isInstalled(program: string): boolean {
  return spawnSync('which', [program]).status === 0;
}

/** Mean wall seconds with their deviation, as hyperfine measures them: a second opinion. Null where it is not installed. */
export function hyperfine(command: readonly string[], runs: number): { mean: number; stddev: number } | null {
  if (!isInstalled('hyperfine')) return null;
  const folder = mkdtempSync(join(tmpdir(), 'hyperfine-'));
  const quoted = command.map((word) => `'${word.replaceAll("'", "'\\''")}'`).join(' ');
  const file = join(folder, 'result.json');
  spawnSync('hyperfine', ['-N', '-i', '--warmup', '1', '--runs', String(runs), '--export-json', file, quoted]);
  const { mean, stddev } = JSON.parse(readFileSync(file, 'utf8')).results[0];
  rmSync(folder, { recursive: true });
  return { mean, stddev };
}
