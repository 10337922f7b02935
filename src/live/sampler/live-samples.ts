import type { StoredSample } from '../../store/timeline.ts';
import type { ProcessDetail } from './processes.ts';
import type { Metrics } from './system.ts';

const blank: Omit<StoredSample['series'], 'metric'> = {
  host: null,
  directory: '/proc',
  scope: 'system',
  pid: null,
  comm: null,
  startedAt: null,
  cgroup: null,
  zone: null,
  format: 'live',
  quantumBytes: 1024,
  timeBasis: 'realtime',
};

/** Metrics as the timeline takes them: one sample each. `path` is where they were read. */
export function liveSamples(
  atUs: number,
  series: Partial<StoredSample['series']>,
  path: string,
  metrics: Metrics,
): StoredSample[] {
  return Object.entries(metrics).map(([metric, value]) => ({
    series: { ...blank, ...series, metric },
    point: { atUs, value },
    source: { path, line: 1, byteStart: 0, byteEnd: 0 },
  }));
}

/** What is stored of a process. */
export function processMetrics(one: ProcessDetail): Metrics {
  const { rssBytes, rssAnonBytes, rssFileBytes, rssShmemBytes, swapBytes, oomScoreAdj } = one;
  const metrics: Metrics = { rssBytes };
  for (const [name, value] of Object.entries({ rssAnonBytes, rssFileBytes, rssShmemBytes, swapBytes, oomScoreAdj }))
    if (value !== null) metrics[name] = value;
  return metrics;
}

/** Memory that goes with the process: its own pages and what of them is in swap. */
export const ownBytes = ({ rssBytes, rssAnonBytes, swapBytes }: ProcessDetail): number =>
  (rssAnonBytes ?? rssBytes) + (swapBytes ?? 0);
