import { answered, medianAndP99, pause } from './latency.ts';
import { openPty } from './pty.ts';

const rowsScrolled = 200;
const megabyte = 1e6;
const filter = 'host:host3 !killed:worker1';

/** Opens so many incidents, moves through them a row and a page at a time, and filters them as one types. */
export async function measureScrolling(count: number, command: string): Promise<string> {
  const pty = openPty(command, 120, 40);
  try {
    const openMs = await pty.shows(`${count.toLocaleString('en-US')} incidents, 1 file`, pty.startedMs);
    await pause(1500);
    const rows: number[] = [];
    let at = 1;
    for (let step = 0; step < rowsScrolled; step++) {
      const by = count < rowsScrolled && step % 2 === 1 ? -1 : 1;
      at += by;
      rows.push(await answered(pty, by === 1 ? 'j' : 'k', ` ${at}/${count}`));
      await pause(15);
    }
    const ends: number[] = [];
    for (let step = 0; step < 20; step++) {
      ends.push(await answered(pty, 'G', ` ${count}/${count}`));
      ends.push(await answered(pty, 'g', ` 1/${count}`));
    }
    const typed: number[] = [];
    await answered(pty, 'f', 'filter: ');
    for (let length = 1; length <= filter.length; length++) {
      typed.push(await answered(pty, filter[length - 1] ?? '', `filter: ${filter.slice(0, length)}`));
      await pause(15);
    }
    const cells = [
      openMs.toFixed(0),
      medianAndP99(rows),
      medianAndP99(ends),
      medianAndP99(typed),
      Math.round(pty.peakBytes() / megabyte),
    ];
    return `| ${[count.toLocaleString('en-US'), ...cells].join(' | ')} |`;
  } finally {
    await pty.end();
  }
}

export const scrollingHead = [
  '| incidents | all listed ms | row down, median / p99 ms | to the last and back | letter of a filter | peak RSS MB |',
  '|---|---|---|---|---|---|',
];
