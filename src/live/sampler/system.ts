import { meminfoMetrics } from '../../../parsers/samples/names/meminfo-keys.ts';
import { vmstatCounters, vmstatZoned, vmstatZoneSuffix } from '../../../parsers/samples/names/proc-vmstat-keys.ts';
import { keepOpen } from './proc-files.ts';

export type Metrics = Record<string, number>;

/** What the whole machine's memory does, by the names of docs/metrics.md. */
export interface SystemReader {
  read(): Metrics;
  close(): void;
}

export function createSystemReader(proc = '/proc'): SystemReader {
  const meminfo = keepOpen(`${proc}/meminfo`);
  const vmstat = keepOpen(`${proc}/vmstat`);
  const memoryPressure = keepOpen(`${proc}/pressure/memory`);
  const ioPressure = keepOpen(`${proc}/pressure/io`);
  return {
    read: () => ({
      ...readMeminfo(meminfo.read() ?? ''),
      ...readVmstat(vmstat.read() ?? ''),
      ...readPressure('Memory', memoryPressure.read() ?? ''),
      ...readPressure('Io', ioPressure.read() ?? ''),
    }),
    close() {
      for (const file of [meminfo, vmstat, memoryPressure, ioPressure]) file.close();
    },
  };
}

/** `MemTotal:       24684096 kB`; HugePages counts become a size by Hugepagesize. */
export function readMeminfo(text: string): Metrics {
  const metrics: Metrics = {};
  let hugePages = 0;
  let hugePageBytes = 0;
  for (const line of text.split('\n')) {
    const colon = line.indexOf(':');
    const key = line.slice(0, colon);
    const value = Number.parseInt(line.slice(colon + 1), 10);
    if (colon < 0 || Number.isNaN(value)) continue;
    const metric = meminfoMetrics[key];
    if (metric !== undefined && line.endsWith(' kB')) metrics[metric] = value * 1024;
    else if (key === 'HugePages_Total') hugePages = value;
    if (key === 'Hugepagesize') hugePageBytes = value * 1024;
  }
  if (hugePageBytes > 0) metrics.hugetlbBytes ??= hugePages * hugePageBytes;
  return metrics;
}

/** Counters since boot; those that older kernels keep by zone are summed. */
export function readVmstat(text: string): Metrics {
  const metrics: Metrics = {};
  for (const line of text.split('\n')) {
    const blank = line.indexOf(' ');
    const key = line.slice(0, blank);
    const counter = vmstatCounters[key];
    const zoned = counter ? undefined : vmstatZoned.find((one) => key.startsWith(one.key));
    if (!counter && !zoned) continue;
    const value = Number(line.slice(blank + 1));
    if (!Number.isSafeInteger(value)) continue;
    if (counter) metrics[counter.metric] = value * counter.scale;
    else if (zoned && (key === zoned.key || vmstatZoneSuffix.test(key.slice(zoned.key.length))))
      metrics[zoned.metric] = (metrics[zoned.metric] ?? 0) + value;
  }
  return metrics;
}

/** `some avg10=0.00 avg60=0.00 avg300=0.00 total=131`: percent, and microseconds since boot. */
export function readPressure(resource: 'Memory' | 'Io', text: string): Metrics {
  const metrics: Metrics = {};
  for (const [, kind, avg10, total] of text.matchAll(/^(some|full) avg10=([\d.]+) .*total=(\d+)$/gm)) {
    const name = `psi${resource}${kind === 'some' ? 'Some' : 'Full'}`;
    metrics[`${name}Avg10`] = Number(avg10);
    metrics[`${name}UsTotal`] = Number(total);
  }
  return metrics;
}
