import { answered, medianAndP99, pause, quantile } from './latency.ts';
import { type Drawing, openPty } from './pty.ts';

const megabyte = 1e6;
/** Beyond so many keys nothing new is learnt. */
const mostKeys = 2000;
const leastKeys = 40;
/** A file that is read in a second leaves time for a dozen keys: it is opened again, until there are enough for a 99th percentile. */
const enoughKeys = 150;
const mostOpenings = 12;

interface Opening {
  readonly listMs: number;
  readonly readMs: number;
  readonly during: readonly number[];
  /** What the thread that draws did for each of these keys. */
  readonly drawing: readonly Drawing[];
  readonly after: readonly number[];
  readonly peakBytes: number;
}

/** Opens a file and goes to and fro between two screens until everything is read: latency while the engine has work to do. */
async function open(command: string, title: string): Promise<Opening> {
  const pty = openPty(command, 120, 40);
  try {
    await pty.shows('help', pty.startedMs);
    let listMs = Number.NaN;
    let readMs = Number.NaN;
    let read = false;
    // The cause stands in the first row of the list, the number of files in the header when all is read.
    const listed = pty.shows('process-leak', pty.startedMs).then((milliseconds) => {
      listMs = milliseconds;
    });
    const ended = pty.shows(', 1 file', pty.startedMs).then((milliseconds) => {
      readMs = milliseconds;
      read = true;
    });
    const during: number[] = [];
    const drawing: Drawing[] = [];
    const after: number[] = [];
    while ((!read && during.length < mostKeys) || after.length < leastKeys) {
      for (const [key, screen] of [
        ['5', 'files'],
        ['1', 'incidents'],
      ] as const) {
        const wasRead = read;
        const before = pty.drawing();
        const milliseconds = await answered(pty, key, `${screen}  ${title}`);
        (wasRead ? after : during).push(milliseconds);
        if (!wasRead) drawing.push(since(before, pty.drawing()));
        await pause(25);
      }
    }
    await Promise.all([listed, ended]);
    return { listMs, readMs, during, drawing, after, peakBytes: pty.peakBytes() };
  } finally {
    await pty.end();
  }
}

const since = (before: Drawing, now: Drawing): Drawing => ({
  ranMs: now.ranMs - before.ranMs,
  waitedMs: now.waitedMs - before.waitedMs,
});

/** One row of the table; times are medians of the openings. */
export async function measureReading(name: string, command: string, title: string): Promise<string> {
  const openings: Opening[] = [];
  const keys = (of: 'during' | 'after'): number[] => openings.flatMap((opening) => opening[of]);
  while (openings.length < mostOpenings && keys('during').length < enoughKeys)
    openings.push(await open(command, title));
  const median = (of: 'listMs' | 'readMs'): string =>
    quantile(
      openings.map((opening) => opening[of]),
      0.5,
    ).toFixed(0);
  const drawing = openings.flatMap((opening) => opening.drawing);
  const cells = [
    openings.length,
    median('listMs'),
    median('readMs'),
    medianAndP99(keys('during')),
    keys('during').length,
    medianAndP99(drawing.map(({ ranMs }) => ranMs)),
    medianAndP99(drawing.map(({ waitedMs }) => waitedMs)),
    medianAndP99(keys('after')),
    keys('after').length,
    Math.round(Math.max(...openings.map(({ peakBytes }) => peakBytes)) / megabyte),
  ];
  return `| ${[name, ...cells].join(' | ')} |`;
}

export const readingHead = [
  '| input | openings | first incident on the list ms | all read ms | key to frame while reading, median / p99 ms | keys | the drawing thread ran | waited for a core | afterwards | keys | peak RSS MB |',
  '|---|---|---|---|---|---|---|---|---|---|---|',
];
