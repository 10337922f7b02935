import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createHistoryLoader } from '../../src/alignment/load-history.ts';
import type { Incident } from '../../src/diagnosis/analysis.ts';
import { openTimeline } from '../../src/store/index.ts';
import type { Timeline } from '../../src/store/timeline.ts';
import { formatSpeeds, lineSpeed } from './formats.ts';
import { fillYear, type Year } from './year.ts';

/**
 * What memory samples cost: reading each format, storing a year of them, and getting an hour and an incident's history out of
 * that year. `node bench/samples/main.ts [formats|store]`. `OOMTRAIL_BENCH_INTERVAL` seconds between samples (60),
 * `OOMTRAIL_BENCH_PROCESSES` at a time (10), each living `OOMTRAIL_BENCH_DAYS` days (1): the year of a busy host is
 * `OOMTRAIL_BENCH_INTERVAL=10 OOMTRAIL_BENCH_PROCESSES=50 OOMTRAIL_BENCH_DAYS=365`, 180 million points.
 * Ratios hold for any machine, the rest for this one and its load.
 */
const only = process.argv[2] ?? '';
const setting = (name: string, otherwise: number): number => Number(process.env[`OOMTRAIL_BENCH_${name}`] ?? otherwise);
const shape = {
  intervalSeconds: setting('INTERVAL', 60),
  system: 6,
  processes: setting('PROCESSES', 10),
  lifeDays: setting('DAYS', 1),
};
const print = (text: string): void => void process.stdout.write(`${text}\n`);
const round = (value: number): string => Math.round(value).toLocaleString('en-US');

if (only !== 'store') {
  const lines = lineSpeed();
  print(`\n### Reading formats (cutting lines alone: ${round(lines)} MB/s)\n`);
  print('| format | MB/s | of cutting lines | samples/s | values/s |');
  print('|---|---|---|---|---|');
  for (const { name, megabytesPerSecond, samplesPerSecond, pointsPerSecond } of formatSpeeds())
    print(
      `| ${name} | ${megabytesPerSecond.toFixed(1)} | ${((100 * megabytesPerSecond) / lines).toFixed(1)} % | ${round(samplesPerSecond)} | ${round(pointsPerSecond)} |`,
    );
}

if (only !== 'formats') {
  const folder = mkdtempSync(join(tmpdir(), 'oomtrail-samples-'));
  try {
    const file = join(folder, 'year.db');
    const timeline = await openTimeline({ file, mode: 'write' });
    const year = await fillYear(timeline, shape);
    await timeline.close();
    const bytes = statSync(file).size;
    print(
      `\n### A year of samples every ${shape.intervalSeconds} s: ${shape.system} metrics of the machine, ${shape.processes} processes for ${shape.lifeDays} days each\n`,
    );
    print('| | |');
    print('|---|---|');
    print(`| points | ${round(year.points)} |`);
    print(`| points/s into SQLite | ${round(year.points / year.seconds)} |`);
    print(`| size | ${(bytes / 1e6).toFixed(1)} MB |`);
    print(`| bytes a point | ${(bytes / year.points).toFixed(1)} |`);
    const reader = await openTimeline({ file, mode: 'read' });
    await readings(reader, year);
    await reader.close();
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function readings(timeline: Timeline, { fromUs, toUs }: Year): Promise<void> {
  const hourUs = 3_600_000_000;
  const middleUs = Math.floor((fromUs + toUs) / 2);
  const whole = await timed(async () => count(timeline, {}));
  const hour = await timed(async () => count(timeline, { fromUs: middleUs, toUs: middleUs + hourUs }));
  const day = await timed(async () => count(timeline, { fromUs: middleUs, toUs: middleUs + 24 * hourUs }));
  const one = await timed(async () => count(timeline, { scopes: ['process'], pid: 1000, maxPoints: 1000 }));
  const processes = await timed(async () => count(timeline, { scopes: ['process'], maxPoints: 1000 }));
  const chart = await timed(async () => count(timeline, { scopes: ['system'], maxPoints: 1000 }));
  const share = (ms: number): string => `${((100 * ms) / whole.ms).toFixed(2)} %`;
  print(`| all points | ${whole.ms.toFixed(0)} ms, ${round(whole.result)} points |`);
  print(`| 1 h | ${hour.ms.toFixed(1)} ms (${share(hour.ms)} of all), ${round(hour.result)} points |`);
  print(`| 1 day | ${day.ms.toFixed(1)} ms, ${round(day.result)} points |`);
  print(`| the year of process 1000 at 1000 points | ${one.ms.toFixed(0)} ms |`);
  print(`| the year of all processes at 1000 points each | ${processes.ms.toFixed(0)} ms |`);
  print(`| the year of the machine at 1000 points a series | ${chart.ms.toFixed(0)} ms (${share(chart.ms)}) |`);
  const loader = await timed(() => createHistoryLoader(timeline));
  const first = await timed(() => loader.result(incidentAt(middleUs), []));
  const near = await timed(() => loader.result(incidentAt(middleUs + hourUs), []));
  print(`| the clocks of all series, once | ${loader.ms.toFixed(0)} ms |`);
  const seen = first.result?.series.reduce((sum, { points }) => sum + points.length, 0) ?? 0;
  print(`| the history of an incident | ${first.ms.toFixed(0)} ms (${share(first.ms)}), ${round(seen)} points |`);
  print(`| of the next one, an hour later | ${near.ms.toFixed(0)} ms (${share(near.ms)}) |`);
  const sql = await timed(async () => rowsOf(timeline, hourSql(middleUs, hourUs)));
  print(`| SQL: 1 h of one metric in the view sample | ${sql.ms.toFixed(0)} ms, ${round(sql.result)} rows |`);
  print(`| resident memory at its most | ${round(process.resourceUsage().maxRSS / 1024)} MiB |`);
}

async function timed<Result>(run: () => Promise<Result>): Promise<{ result: Result; ms: number }> {
  const started = performance.now();
  const result = await run();
  return { result, ms: performance.now() - started };
}

async function count(timeline: Timeline, filter: Parameters<Timeline['samples']>[0]): Promise<number> {
  let points = 0;
  for await (const piece of timeline.samples(filter)) points += piece.points.length;
  return points;
}

function hourSql(us: number, hourUs: number): string {
  return `SELECT time, comm, value FROM sample WHERE metric = 'rssBytes' AND at_us BETWEEN ${us} AND ${us + hourUs}`;
}

async function rowsOf(timeline: Timeline, sql: string): Promise<number> {
  let rows = 0;
  for await (const _row of (await timeline.query(sql)).rows) rows += 1;
  return rows;
}

function incidentAt(us: number): Incident {
  return {
    id: '0'.repeat(32),
    host: 'host1',
    bootId: null,
    start: new Date(us / 1000).toISOString(),
    end: null,
    startMonotonicSeconds: null,
    timeBasis: 'realtime',
    records: [],
    kinds: ['oom-kill'],
    kills: 1,
    victims: [],
    sources: [],
  } as unknown as Incident;
}
