import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { RawSample } from '../../../parsers/model/sample.ts';
import { corpusCases, corpusRoot, hasCorpus, read } from './support.ts';

/**
 * One moment, several tools: where /proc/meminfo stood still around a time, every other tool must show the same number to its
 * last digit. A wrong unit, column or zone cannot pass.
 */

interface Moment {
  readonly atUs: number;
  readonly metrics: Readonly<Record<string, number>>;
}

/** The runs with many tools, and some of the others: enough to see every unit and column, not all of an afternoon. */
const cases = corpusCases().filter((name, index) => (/^[Lp]/.test(name) ? index % 2 === 0 : index % 6 === 0));

/** What meminfo says of a metric of another tool. */
function expected(name: string, { metrics }: Moment): number | undefined {
  const { cachedBytes = Number.NaN, slabReclaimableBytes = Number.NaN, buffersBytes = Number.NaN } = metrics;
  if (name === 'cacheColumnBytes') return cachedBytes + slabReclaimableBytes;
  if (name === 'buffCacheColumnBytes') return cachedBytes + slabReclaimableBytes + buffersBytes;
  if (name === 'swapUsedBytes') return (metrics.swapTotalBytes ?? Number.NaN) - (metrics.swapFreeBytes ?? Number.NaN);
  return metrics[name];
}

const readFile = (path: string): RawSample[] => read(readFileSync(path, 'utf8'), { path }).samples;
const utcUs = (sample: RawSample, offsetMinutes: number): number =>
  (sample.stamp?.civilUs ?? Number.NaN) - (sample.stamp?.offsetMinutes ?? offsetMinutes) * 60_000_000;

/** Civil times of a tool without a zone are whole half hours away from those of the sampler, which has an epoch. */
function offsetOf(first: RawSample, reference: number): number {
  return Math.round(((first.stamp?.civilUs ?? 0) - reference) / 1_800_000_000) * 30;
}

const tools = /^(?:vmstat-\d\.txt|sar-[rS].*\.txt|sadf.*|top\.txt)$/;
/** Sampled ticks are a second apart or more, and a guest under pressure is late. */
const aroundUs = { before: 2_600_000, after: 1_600_000 } as const;
/** A change between two ticks that went back before the next is rare, and no error. */
const leastAgreement = 0.93;

describe.skipIf(!hasCorpus)('formats agree about one moment (skipped where ../shared/corpus is not there)', () => {
  const agreement = new Map<string, { same: number; other: number }>();
  const note = (key: string, same: boolean): void => {
    const counts = agreement.get(key) ?? { same: 0, other: 0 };
    agreement.set(key, counts);
    if (same) counts.same += 1;
    else counts.other += 1;
  };

  for (const name of cases) {
    const folder = `${corpusRoot}/${name}/samples`;
    if (!existsSync(`${folder}/meminfo.txt`)) continue;
    const meminfo: Moment[] = readFile(`${folder}/meminfo.txt`).map((sample) => ({
      atUs: utcUs(sample, 0),
      metrics: sample.metrics,
    }));
    for (const file of readdirSync(folder).filter((each) => tools.test(each))) {
      const samples = readFile(`${folder}/${file}`).filter((sample) => sample.stamp && sample.scope === 'system');
      const [first] = samples;
      if (!first || !meminfo[0]) continue;
      const offsetMinutes = first.stamp?.offsetMinutes ?? offsetOf(first, meminfo[0].atUs);
      const tool = file.replace(/[-.].*/, '');
      for (const sample of samples) {
        const atUs = utcUs(sample, offsetMinutes);
        const around = meminfo.filter(
          (each) => each.atUs >= atUs - aroundUs.before && each.atUs <= atUs + aroundUs.after,
        );
        if (around.length < 3) continue;
        for (const [metric, value] of Object.entries(sample.metrics)) {
          const values = around.map((each) => expected(metric, each));
          const [steady] = values;
          if (steady === undefined || Number.isNaN(steady) || values.some((each) => each !== steady)) continue;
          note(`${tool} ${metric}`, Math.abs(value - steady) <= Math.max(1024, sample.quantumBytes ?? 1));
        }
      }
    }
  }

  test('meminfo, vmstat, sar, sadf and top, to the last digit', () => {
    const poor = [...agreement].filter(
      ([, { same, other }]) => same + other >= 20 && same / (same + other) < leastAgreement,
    );
    expect(poor).toEqual([]);
    const compared = [...agreement.keys()];
    for (const key of [
      'vmstat memFreeBytes',
      'vmstat cacheColumnBytes',
      'vmstat swapUsedBytes',
      'sar memFreeBytes',
      'sar memAvailableBytes',
      'sar swapTotalBytes',
      'sadf memFreeBytes',
      'sadf committedBytes',
    ])
      expect(compared).toContain(key);
  });

  test('atop and the node exporter, within what meminfo showed around them', () => {
    const inside = new Map<string, { yes: number; no: number }>();
    for (const name of cases.filter((each) => each.startsWith('p'))) {
      const folder = `${corpusRoot}/${name}/samples`;
      const meminfo: Moment[] = readFile(`${folder}/meminfo.txt`).map((sample) => ({
        atUs: utcUs(sample, 0),
        metrics: sample.metrics,
      }));
      const scrapes = readdirSync(`${folder}/node_exporter`).map((file) => `node_exporter/${file}`);
      for (const sample of ['atop-P.txt', ...scrapes].flatMap((file) => readFile(`${folder}/${file}`))) {
        if (sample.scope !== 'system') continue;
        const atUs = utcUs(sample, 0);
        const around = meminfo.filter((each) => Math.abs(each.atUs - atUs) < 5_000_000);
        if (around.length < 2) continue;
        for (const [metric, value] of Object.entries(sample.metrics)) {
          const values = around.map((each) => expected(metric, each)).filter((each) => each !== undefined);
          if (values.length !== around.length) continue;
          const slack = 8 * 1024 ** 2;
          const key = `${sample.format} ${metric}`;
          const counts = inside.get(key) ?? { yes: 0, no: 0 };
          inside.set(key, counts);
          if (value >= Math.min(...values) - slack && value <= Math.max(...values) + slack) counts.yes += 1;
          else counts.no += 1;
        }
      }
    }
    const wrong = [...inside].filter(([, { yes, no }]) => yes / (yes + no) < 0.75);
    expect(wrong).toEqual([]);
    for (const key of [
      'atop memAvailableBytes',
      'atop pageTablesBytes',
      'atop committedBytes',
      'prometheus-text anonBytes',
    ])
      expect([...inside.keys()]).toContain(key);
  });

  test('the anonymous memory of all processes is that of the machine', () => {
    let close = 0;
    let far = 0;
    for (const name of cases) {
      const folder = `${corpusRoot}/${name}/samples`;
      if (!existsSync(`${folder}/ps.txt`)) continue;
      const anon = new Map<number, number>();
      for (const sample of readFile(`${folder}/ps.txt`)) {
        const at = sample.stamp?.civilUs;
        if (at === undefined || sample.scope !== 'process') continue;
        anon.set(at, (anon.get(at) ?? 0) + (sample.metrics.rssAnonBytes ?? 0));
      }
      for (const sample of readFile(`${folder}/meminfo.txt`)) {
        const sum = anon.get(sample.stamp?.civilUs ?? -1);
        const machine = sample.metrics.anonBytes;
        if (sum === undefined || machine === undefined) continue;
        // Forked processes share pages (the sum is more); a busy guest changes while it is read.
        if (sum > machine * 0.85 && sum < machine * 1.6) close += 1;
        else far += 1;
      }
    }
    expect(close).toBeGreaterThan(100);
    expect(close / (close + far)).toBeGreaterThan(0.93);
  });

  test('free shows the total that meminfo shows', () => {
    for (const name of cases) {
      const folder = `${corpusRoot}/${name}/samples`;
      if (!existsSync(`${folder}/free.txt`)) continue;
      const total = readFile(`${folder}/meminfo-end.txt`)[0]?.metrics.memTotalBytes;
      const totals = new Set(readFile(`${folder}/free.txt`).map((sample) => sample.metrics.memTotalBytes));
      if (total !== undefined) expect([name, ...totals]).toEqual([name, total]);
    }
  });

  // It prints no time: where memory stood still for a tick, all its numbers are those of one snapshot.
  test('free shows snapshots that meminfo shows, every column of them', () => {
    const columns = ['memTotalBytes', 'memFreeBytes', 'memAvailableBytes', 'shmemBytes'] as const;
    const snapshot = ({ metrics }: RawSample): string => columns.map((column) => metrics[column]).join(' ');
    let seen = 0;
    let all = 0;
    for (const name of cases) {
      const folder = `${corpusRoot}/${name}/samples`;
      if (!existsSync(`${folder}/free.txt`) || !existsSync(`${folder}/meminfo.txt`)) continue;
      const snapshots = new Set(readFile(`${folder}/meminfo.txt`).map(snapshot));
      const blocks = readFile(`${folder}/free.txt`).filter(({ metrics }) => metrics.memFreeBytes !== undefined);
      seen += blocks.filter((block) => snapshots.has(snapshot(block))).length;
      all += blocks.length;
    }
    expect(all).toBeGreaterThan(100);
    expect(seen / all).toBeGreaterThan(1 / 3);
  });
});
