/**
 * Measures the timeline and prints what it found; run by hand: `node test/store/measure.ts [SERIES] [DAYS]`.
 *
 * Makes a timeline in the folder for temporary files (36 bytes a point: the default of 5 series and 365 days at 10 s is
 * 15.8 million points and 570 MB) and removes it. Nothing here asserts: the numbers depend on the machine.
 */
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openTimeline } from '../../src/store/index.ts';
import type { SampleFilter, Timeline } from '../../src/store/timeline.ts';
import { batchOf, noonUs, oomKill, seriesOf, stored } from './facts.ts';

const [seriesCount = 5, days = 365] = process.argv.slice(2).map(Number);
const tickUs = 10_000_000;
const ticks = days * 8640;
const hourUs = 3_600_000_000;

function say(what: string, number: number, unit: string): void {
  process.stdout.write(
    `${what.padEnd(44)} ${number.toLocaleString('en', { maximumFractionDigits: 1 }).padStart(14)} ${unit}\n`,
  );
}

async function timed(run: () => Promise<void>): Promise<number> {
  const start = performance.now();
  await run();
  return performance.now() - start;
}

async function appendPoints(timeline: Timeline): Promise<void> {
  const series = Array.from({ length: seriesCount }, (_, index) => seriesOf({ pid: 1000 + index, comm: `p${index}` }));
  const atOnce = Math.max(1, Math.floor(4000 / seriesCount));
  for (let tick = 0; tick < ticks; tick += atOnce) {
    const samples = Array.from({ length: Math.min(atOnce, ticks - tick) * seriesCount }, (_, index) => {
      const at = tick + Math.floor(index / seriesCount);
      const line = tick * seriesCount + index + 1;
      const kib = 200_000 + (index % seriesCount) * 5000 + ((at * 7919 + index * 104_729) % 9973);
      return {
        series: series[index % seriesCount] ?? seriesOf(),
        point: { atUs: noonUs + at * tickUs, value: kib * 1024 },
        source: { path: '/var/log/ps.log', line, byteStart: line * 75, byteEnd: line * 75 + 74 },
      };
    });
    await timeline.append(batchOf({ samples }));
  }
}

async function appendRecords(timeline: Timeline, count: number): Promise<void> {
  for (let first = 0; first < count; first += 1000) {
    const records = Array.from({ length: 1000 }, (_, index) => {
      const line = first + index;
      return stored(oomKill({ id: `${(line * 7919) % 1_000_003}-${line}`, line, atUs: noonUs + line * 1000 }));
    });
    await timeline.append(batchOf({ records }));
  }
}

async function read(timeline: Timeline, filter: SampleFilter): Promise<void> {
  for await (const _ of timeline.samples(filter));
}

const directory = await mkdtemp(join(tmpdir(), 'oomtrail-measure-'));
const file = join(directory, 'timeline.db');
try {
  const timeline = await openTimeline({ file, mode: 'write' });
  const points = ticks * seriesCount;
  say('points appended', points / ((await timed(() => appendPoints(timeline))) / 1000), '/s');
  say('small records appended', 20_000 / ((await timed(() => appendRecords(timeline, 20_000))) / 1000), '/s');
  await timeline.close();
  say('file', (await stat(file)).size / 1e6, `MB for ${points} points`);

  const reader = await openTimeline({ file, mode: 'read' });
  const middleUs = noonUs + Math.floor(ticks / 2) * tickUs;
  const hour = { fromUs: middleUs, toUs: middleUs + hourUs };
  say(`1 h of ${days} days, all series`, await timed(() => read(reader, hour)), 'ms');
  say(`1 h of ${days} days, one series`, await timed(() => read(reader, { pid: 1000, ...hour })), 'ms');
  say(
    `${days} days of one series in 2000 points`,
    await timed(() => read(reader, { pid: 1000, maxPoints: 2000 })),
    'ms',
  );
  await reader.close();
  say('resident memory at the end', process.memoryUsage.rss() / 1e6, 'MB');
} finally {
  await rm(directory, { recursive: true });
}
