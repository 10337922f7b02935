import type { FileCoverage } from '../../src/ingest/sink.ts';
import { kernelClockMetric } from '../../src/store/sample-points.ts';
import type { SampleSeries, StoredSample, Timeline } from '../../src/store/timeline.ts';

/** A host that was sampled for a year. */
export interface Year {
  readonly fromUs: number;
  readonly toUs: number;
  readonly points: number;
  readonly seconds: number;
}

const yearUs = 365 * 86_400_000_000;
const fromUs = Date.UTC(2025, 0, 1) * 1000;
const path = '/var/log/monitoring/samples.log';
const directory = '/var/log/monitoring';

/** The log whose incidents the samples belong to. */
const kernLog: FileCoverage = {
  path: '/var/log/kern.log',
  directory: '/var/log',
  format: 'rfc3339',
  lines: 1,
  bytes: 100,
  fromUs,
  toUs: fromUs + yearUs,
  records: 1,
  samples: 0,
  hosts: ['host1'],
  showsWriter: false,
  skipped: [],
};

export interface YearShape {
  readonly intervalSeconds: number;
  /** Metrics of the machine. */
  readonly system: number;
  /** Processes that are there at any time, each with its RSS. */
  readonly processes: number;
  /** How long one of them lives. */
  readonly lifeDays: number;
}

/** Metrics of the machine, and the RSS of processes that come and go: what a sampler of ours leaves. */
export async function fillYear(
  timeline: Timeline,
  { intervalSeconds, system, processes, lifeDays }: YearShape,
): Promise<Year> {
  const stepUs = intervalSeconds * 1_000_000;
  const started = performance.now();
  let points = 0;
  let samples: StoredSample[] = [];
  let byteStart = 0;
  const bySystem = Array.from({ length: system }, (_, index) =>
    series('system', metricNames[index] ?? `metric${index}Bytes`, null),
  );
  const kernelClock = series('system', kernelClockMetric, null);
  for (let atUs = fromUs; atUs < fromUs + yearUs; atUs += stepUs) {
    const day = Math.floor((atUs - fromUs) / 86_400_000_000 / lifeDays);
    const line = points + 1;
    const put = (one: SampleSeries, value: number): void => {
      samples.push({
        series: one,
        point: { atUs, value },
        source: { path, line, byteStart, byteEnd: byteStart + 120 },
      });
      byteStart += 121;
      points += 1;
    };
    put(kernelClock, (atUs - fromUs) / 1e6 + 12);
    for (const [index, one] of bySystem.entries()) put(one, (index + 1) * 2 ** 30 + ((atUs / stepUs) % 977) * 4096);
    for (let index = 0; index < processes; index += 1)
      put(processSeries(day, index), 2 ** 20 * (index + 1) + (atUs / stepUs) * 8);
    if (samples.length >= 20_000) {
      await timeline.append({ records: [], samples, coverage: [] });
      samples = [];
    }
  }
  await timeline.append({ records: [], samples, coverage: [kernLog] });
  return { fromUs, toUs: fromUs + yearUs, points, seconds: (performance.now() - started) / 1000 };
}

const metricNames = [
  'memFreeBytes',
  'memAvailableBytes',
  'memTotalBytes',
  'anonBytes',
  'swapFreeBytes',
  'oomKillCount',
];
const processesOfDay = new Map<string, SampleSeries>();

function processSeries(day: number, index: number): SampleSeries {
  const key = `${day} ${index}`;
  const known = processesOfDay.get(key);
  if (known) return known;
  if (processesOfDay.size > 500) processesOfDay.clear();
  const made = { ...series('process', 'rssBytes', 1000 + index), comm: `worker${index}`, startedAt: `day ${day}` };
  processesOfDay.set(key, made);
  return made;
}

function series(scope: SampleSeries['scope'], metric: string, pid: number | null): SampleSeries {
  return {
    host: 'host1',
    directory,
    scope,
    pid,
    comm: null,
    startedAt: null,
    cgroup: null,
    zone: null,
    metric,
    format: scope === 'process' ? 'ps' : 'meminfo',
    quantumBytes: 1024,
    timeBasis: 'realtime',
  };
}
