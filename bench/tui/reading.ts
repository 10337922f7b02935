import { answered, medianAndP99, pause } from './latency.ts';
import { openPty } from './pty.ts';

const megabyte = 1e6;
/** Beyond so many keys nothing new is learnt. */
const mostKeys = 2000;
const leastKeys = 40;

/** Opens a file and goes to and fro between two screens until everything is read: latency while the engine has work to do. */
export async function measureReading(name: string, command: string, title: string): Promise<string> {
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
    const after: number[] = [];
    while ((!read && during.length < mostKeys) || after.length < leastKeys) {
      for (const [key, screen] of [
        ['5', 'files'],
        ['1', 'incidents'],
      ] as const) {
        const wasRead = read;
        const milliseconds = await answered(pty, key, `${screen}  ${title}`);
        (wasRead ? after : during).push(milliseconds);
        await pause(25);
      }
    }
    await Promise.all([listed, ended]);
    const cells = [
      listMs.toFixed(0),
      readMs.toFixed(0),
      medianAndP99(during),
      during.length,
      medianAndP99(after),
      after.length,
      Math.round(pty.peakBytes() / megabyte),
    ];
    return `| ${[name, ...cells].join(' | ')} |`;
  } finally {
    await pty.end();
  }
}

export const readingHead = [
  '| input | first incident on the list ms | all read ms | key to frame while reading, median / p99 ms | keys | afterwards | keys | peak RSS MB |',
  '|---|---|---|---|---|---|---|---|',
];
