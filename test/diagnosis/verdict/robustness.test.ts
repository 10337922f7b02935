import { describe, expect, it } from 'vitest';
import type { MeasuredSeries, MemoryHistory } from '../../../src/diagnosis/history.ts';
import { judge } from '../../../src/diagnosis/verdict/judge.ts';
import { exhibit, fullHost, grower, grown, historyOf, hostKill, hostWith, MiB, others } from '../scenes.ts';

const kill = hostKill(fullHost, [grower, ...others]);
const leak = historyOf(grown(3600, 30, (share) => share));
const only = (history: MemoryHistory, keep: (series: MeasuredSeries) => boolean): MemoryHistory => ({
  ...history,
  series: history.series.filter(keep),
});
const shifted = (history: MemoryHistory, seconds: number): MemoryHistory => ({
  ...history,
  series: history.series.map((series) => ({
    ...series,
    points: series.points.map((point) => ({ ...point, atUs: point.atUs - seconds * 1_000_000 })),
  })),
});

/** Bad input must lower the confidence and be said; the worst outcome is a wrong answer that sounds sure. */
describe('bad and scarce samples', () => {
  it('the undamaged history is a leak, very likely', async () => {
    const verdict = judge(await exhibit([kill], leak));
    expect(verdict).toMatchObject({ cause: 'process-leak', words: 'very likely', limits: [] });
  });

  it('samples that end an hour before the event prove nothing about it', async () => {
    const verdict = judge(await exhibit([kill], shifted(leak, 3700)));
    expect(verdict.confidence).toBeLessThanOrEqual(0.55);
    expect(verdict.limits.join()).toMatch(/samples end 37\d\d s before the event/);
  });

  it('samples that end ten minutes before are believed less', async () => {
    const verdict = judge(await exhibit([kill], shifted(leak, 600)));
    expect(verdict.confidence).toBeLessThanOrEqual(0.65);
    expect(verdict.limits.join()).toMatch(/samples end/);
  });

  it('a clock that puts the samples an hour after the event leaves no history', async () => {
    const verdict = judge(await exhibit([kill], shifted(leak, -3700)));
    expect(verdict.confidence).toBeLessThanOrEqual(0.55);
  });

  it('samples of a host with other RAM are not believed', async () => {
    const other = historyOf(
      grown(3600, 30, (share) => share).map((look) => ({
        ...look,
        host: { ...hostWith(100), total: 64_000, free: 40_000 },
      })),
    );
    const verdict = judge(await exhibit([kill], other));
    expect(verdict.confidence).toBeLessThanOrEqual(0.5);
    expect(verdict.limits.join()).toMatch(/62.5 GiB of RAM, the report 15.6 GiB/);
  });

  it('two hosts in one set of samples are seen', async () => {
    const mixed = {
      ...leak,
      series: [
        ...leak.series,
        ...leak.series
          .filter(({ metric }) => metric === 'memTotalBytes')
          .map((series) => ({
            ...series,
            format: 'other',
            points: series.points.map((point) => ({ ...point, value: 4000 * MiB })),
          })),
      ],
    };
    const verdict = judge(await exhibit([kill], mixed));
    expect(verdict.confidence).toBeLessThanOrEqual(0.5);
    expect(verdict.limits.join()).toMatch(/hosts with 3.91 GiB and with 15.6 GiB/);
  });

  it('samples that show far more of a process than the kernel does contradict it', async () => {
    const small = hostKill(hostWith(2000), [{ ...grower, anon: 2000 }, ...others]);
    const verdict = judge(await exhibit([small], leak));
    expect(verdict.confidence).toBeLessThanOrEqual(0.6);
    expect(verdict.limits.join()).toMatch(/samples show .* where the kernel's table shows/);
  });

  it('a table that was cut lowers the name, not the component', async () => {
    const cut = hostKill(fullHost, [grower, ...others], { complete: false, problems: ['task-table-cut'] });
    const verdict = judge(await exhibit([cut]));
    expect(verdict.where.component).toBe('anonymous');
    expect(verdict.who.confidence).toBeLessThanOrEqual(0.5);
  });

  it('a score that cannot be recomputed puts the table in doubt', async () => {
    const scored = hostKill(fullHost, [grower, ...others]);
    const made = await exhibit([scored]);
    const doubted = {
      ...made,
      incident: { ...made.incident, selection: { ...(made.incident.selection ?? {}), agrees: false } as never },
    };
    expect(judge(doubted).who.confidence).toBeLessThanOrEqual(0.5);
    expect(judge(made).who.confidence).toBeGreaterThan(0.5);
  });

  it('series of the host alone show a leak, and no more than likely', async () => {
    const verdict = judge(
      await exhibit(
        [kill],
        only(leak, ({ scope }) => scope === 'system'),
      ),
    );
    expect(verdict.cause).toBe('process-leak');
    expect(verdict.confidence).toBeLessThanOrEqual(0.75);
    expect(verdict.limits.join()).toMatch(/no samples show the processes that this is about/);
  });

  it.each([
    ['free: no available, no anonymous', /^(memTotal|memFree|cached|buffers|shmem|swap)/],
    ['node_exporter: total and available', /^mem(Total|Available)/],
    ['sar -r: free, available, cached', /^(memFree|memAvailable|cached|buffers)/],
    ['vmstat: free, cache, buffers, swap', /^(memFree|cached|buffers|swap)/],
  ])('%s', async (_, metrics) => {
    for (const [shape, cause] of [
      [(share: number) => share, 'process-leak'],
      [(share: number) => Math.max(0, (share - 0.97) * 33), 'process-spike'],
    ] as const) {
      const history = only(
        historyOf(grown(3600, 30, shape)),
        ({ scope, metric }) => scope === 'system' && metrics.test(metric),
      );
      const verdict = judge(await exhibit([kill], history));
      expect([cause, 'undetermined']).toContain(verdict.cause);
      expect(verdict.confidence).toBeLessThanOrEqual(0.75);
    }
  });

  it('processes without meminfo are enough for a leak', async () => {
    const verdict = judge(
      await exhibit(
        [kill],
        only(leak, ({ scope }) => scope === 'process'),
      ),
    );
    expect(verdict.cause).toBe('process-leak');
    expect(verdict.who).toMatchObject({ comm: 'app', pid: 500 });
  });

  it('no MemAvailable (before 3.14) changes nothing where the components are there', async () => {
    const verdict = judge(
      await exhibit(
        [kill],
        only(leak, ({ metric }) => metric !== 'memAvailableBytes'),
      ),
    );
    expect(verdict).toMatchObject({ cause: 'process-leak', words: 'very likely' });
  });

  it('tables of 2.6.32 to 6.7 count shared memory in rss: workers of one segment are no leak of anonymous memory', async () => {
    const workers = Array.from({ length: 30 }, (_, index) => ({
      pid: 600 + index,
      comm: 'postgres',
      anon: 20,
      shmem: 9000,
    }));
    const shared = hostKill(
      {
        total: 16_000,
        free: 100,
        anon: 900,
        shmem: 13_500,
        file: 50,
        slabKept: 300,
        pageTables: 600,
        stacks: 20,
        mapped: 13_400,
      },
      workers,
      {},
      true,
    );
    const verdict = judge(await exhibit([shared]));
    expect(verdict.where.component).toBe('shared-memory');
    expect(verdict.cause).not.toBe('process-leak');
  });

  it('no samples: causes that history defines stay at .55 or below', async () => {
    const verdict = judge(await exhibit([kill]));
    expect(verdict.confidence).toBeLessThanOrEqual(0.55);
    expect(verdict.next).toMatch(/samples from before/);
  });
});
