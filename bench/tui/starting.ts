import { pause, quantile } from './latency.ts';
import { openPty } from './pty.ts';

const runs = 11;

/** From the start of the process to the first frame, and to the first frame of Ink: each file is opened several times. */
export async function measureStart(name: string, command: string): Promise<string> {
  const first: number[] = [];
  const ink: number[] = [];
  for (let run = 0; run < runs; run++) {
    const pty = openPty(command, 120, 40);
    try {
      first.push(await pty.shows('Ctrl-C quits', pty.startedMs));
      // Only Ink's footer tells of help.
      ink.push(await pty.shows('help', pty.startedMs));
    } finally {
      await pty.end();
    }
    await pause(300);
  }
  // The first run fills the cache of compiled code and of the disk.
  const warm = (values: readonly number[]): readonly number[] => values.slice(1);
  const cells = [first, ink].flatMap((values) => [
    values[0] ?? Number.NaN,
    quantile(warm(values), 0.5),
    Math.max(...warm(values)),
  ]);
  return `| ${[name, ...cells.map((value) => value.toFixed(0))].join(' | ')} |`;
}

export const startHead = [
  '| input | static frame, first run ms | median ms | slowest ms | Ink, first run ms | median ms | slowest ms |',
  '|---|---|---|---|---|---|---|',
];
