import { expect, test } from 'vitest';
import type { RawSample } from '../../parsers/model/sample.ts';
import { memorySource } from '../../src/corpus/memory-source.ts';
import { ingest } from '../../src/ingest/ingest.ts';
import { asWritten } from './as-written.ts';

const noise = Array.from(
  { length: 300 },
  (_, index) => `May 17 20:10:${String(index % 60).padStart(2, '0')} desk3 cron[9]: job ${index}`,
);
const log = [
  ...noise,
  'May 17 20:20:20 desk3 earlyoom[505]: mem avail:  5259 of  7842 MiB (67.05%), swap free:    0 of    0 MiB ( 0.00%)',
  ...noise,
  'May 17 20:21:20 desk3 logger: mem avail:  1 of  7842 MiB (67.05%), swap free:    0 of    0 MiB ( 0.00%)',
  'May 17 20:22:00 desk3 systemd-oomd[411]: Considered 8 cgroups for killing, top candidates were:',
  'May 17 20:22:00 desk3 systemd-oomd[411]: \tPath: /system.slice/etl.service',
  'May 17 20:22:00 desk3 systemd-oomd[411]: \t\tMemory Pressure Limit: 0.00%',
  'May 17 20:22:00 desk3 systemd-oomd[411]: \t\tPressure: Avg10: 51.07 Avg60: 20.10 Avg300: 5.00 Total: 9s',
  'May 17 20:22:00 desk3 systemd-oomd[411]: \t\tCurrent Memory Usage: 43.3G',
  ...noise,
  '',
].join('\n');

async function samplesOf(text: string): Promise<RawSample[]> {
  const samples: RawSample[] = [];
  const sink = {
    record() {},
    sample: (sample: RawSample) => samples.push(sample),
    coverage() {},
    problem() {},
    flush: async () => {},
  };
  await ingest([memorySource('syslog', Buffer.from(text))], { ...asWritten, tz: 'UTC', year: 2026 }, sink);
  return samples;
}

/** A killer sees the memory as it runs out, and says so where nobody sampled. */
test('what userspace killers print into a log are samples, from them alone, with the year of the log', async () => {
  const samples = await samplesOf(log);
  expect(
    samples.map(({ format, cgroup, metrics }) => [
      format,
      cgroup,
      metrics.memAvailableBytes ?? metrics.cgroupUsageBytes,
    ]),
  ).toEqual([
    ['earlyoom', null, 5259 * 1024 ** 2],
    ['oomctl', '/system.slice/etl.service', Math.round(43.3 * 1024 ** 3)],
  ]);
  expect(samples.map(({ stamp }) => stamp && new Date(stamp.civilUs / 1000).toISOString())).toEqual([
    '2026-05-17T20:20:20.000Z',
    '2026-05-17T20:22:00.000Z',
  ]);
  expect(samples.map(({ host }) => host)).toEqual(['desk3', 'desk3']);
});
