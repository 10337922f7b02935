import { loadavg } from 'node:os';
import { compare, isInstalled, type Result } from './run.ts';

export type Named = readonly [name: string, command: readonly string[]];

export function print(text: string): void {
  process.stdout.write(`${text}\n`);
}

const columns = ['wall s', 'CPU s', 'GB per wall s', 'wall', 'CPU', 'peak RSS MB'];

/**
 * Measures commands on the same bytes and prints a row for each; `wall` and `CPU` are multiples of the first one's in the
 * same round. Programs that are not installed are left out.
 */
export async function table(
  title: string,
  { bytes, commands, rounds }: { readonly bytes: number; readonly commands: readonly Named[]; readonly rounds: number },
): Promise<ReadonlyMap<string, Result>> {
  print(`\n### ${title} (${(bytes / 1e6).toFixed(0)} MB of text)\n`);
  print(`Load of the machine when this began: ${loadavg()[0]?.toFixed(1)}.\n`);
  print(`| command | ${columns.join(' | ')} |\n|---|${'---|'.repeat(columns.length)}`);
  const installed = commands.filter(([, [program = '']]) => program === process.execPath || isInstalled(program));
  const results = await compare(
    installed.map(([, command]) => command),
    rounds,
  );
  const named = new Map<string, Result>();
  for (const [index, result] of results.entries()) {
    const name = installed[index]?.[0] ?? '';
    const { wallSeconds, cpuSeconds, wallRatio, cpuRatio, peakRssBytes } = result;
    const cells = [wallSeconds, cpuSeconds, bytes / 1e9 / wallSeconds, wallRatio, cpuRatio].map((cell) =>
      cell.toFixed(2),
    );
    print(`| ${[name, ...cells, (peakRssBytes / 1e6).toFixed(0)].join(' | ')} |`);
    named.set(name, result);
  }
  return named;
}

const aims: (readonly [aim: string, seen: string, reached: boolean])[] = [];

/** Remembers what an aim came to in this run. */
export function note(
  aim: string,
  value: number,
  { unit, most, least }: { unit: string; most?: number; least?: number },
): void {
  const reached = (most === undefined || value <= most) && (least === undefined || value >= least);
  aims.push([aim, `${value.toFixed(value < 20 ? 2 : 0)} ${unit}`, reached]);
}

export function printAims(): void {
  if (aims.length === 0) return;
  print('\n### Aims, from this run\n\n| aim | seen | |\n|---|---|---|');
  for (const [aim, seen, reached] of aims) print(`| ${aim} | ${seen} | ${reached ? '' : '**missed**'} |`);
}
