import type { KernelRecord, RecordOf } from '../../parsers/model/record.ts';
import type { OomVictim } from '../../parsers/model/records/oom-kill.ts';
import { analyse } from '../../src/diagnosis/analyse.ts';
import type { MeasuredSeries } from '../../src/diagnosis/history.ts';
import type { Run } from './runs.ts';
import type { Variant } from './variants.ts';

/**
 * Copies of runs as the field delivers them: dumps switched off, lines lost, one sampler only, samplers that died. What such
 * a copy cannot show must not be claimed: wrong at 0.8 or more is a failure, `undetermined` is not.
 */
export const stresses: readonly Variant[] = [
  { name: 'no task table (oom_dump_tasks=0)', alter: (run) => withReports(run, withoutTable) },
  { name: 'no dump of memory', alter: (run) => withReports(run, withoutMemory) },
  { name: 'no task table and no dump', alter: (run) => withReports(run, (kill) => withoutMemory(withoutTable(kill))) },
  { name: 'no kill line', alter: (run) => withReports(run, withoutKillLine) },
  { name: 'task table cut in the middle', alter: (run) => withReports(run, halfTable) },
  { name: 'kill line alone, no samples', alter: async (run) => withoutHistory(await withReports(run, killLineAlone)) },
  { name: 'no task table, no samples', alter: async (run) => withoutHistory(await withReports(run, withoutTable)) },
  {
    name: 'no dump of memory, no samples',
    alter: async (run) => withoutHistory(await withReports(run, withoutMemory)),
  },
  { name: 'task table cut, no samples', alter: async (run) => withoutHistory(await withReports(run, halfTable)) },
  { name: 'only free', alter: (run) => withSeries(run, onlySystem(freeMetrics)) },
  { name: 'only sar -r', alter: (run) => withSeries(run, onlySystem(sarMetrics)) },
  { name: 'only vmstat', alter: (run) => withSeries(run, onlySystem(vmstatMetrics)) },
  { name: 'only ps (rss)', alter: (run) => withSeries(run, isPlainPs) },
  { name: 'only processes', alter: (run) => withSeries(run, ({ scope }) => scope === 'process') },
  { name: 'only the host', alter: (run) => withSeries(run, ({ scope }) => scope === 'system') },
  { name: 'only the five largest processes', alter: onlyLargest },
  { name: 'no PSI', alter: (run) => withSeries(run, ({ metric }) => !metric.startsWith('psi')) },
  { name: 'no counters of swap', alter: (run) => withSeries(run, ({ metric }) => !/swap/i.test(metric)) },
  { name: 'samples end 5 min before', alter: (run) => shifted(run, -300) },
  { name: 'samples an hour late', alter: (run) => shifted(run, 3600) },
  { name: 'second half of the samples lost', alter: firstHalf },
  { name: 'pages of 64 KiB', alter: (run) => withReports(run, (kill) => inPagesOf(kill, 65_536)) },
  { name: 'host not named', alter: (run) => withRecords(run, (record) => ({ ...record, host: null, bootId: null })) },
  {
    name: 'no wall clock',
    alter: (run) => withRecords(run, (record) => ({ ...record, time: null, timeBasis: 'monotonic' })),
  },
  { name: 'all tasks of the group killed', alter: (run) => withReports(run, groupKill) },
];

async function withRecords(run: Run, change: (record: KernelRecord) => KernelRecord): Promise<Run> {
  const records = run.records.map(change);
  const { incidents } = await analyse(
    records.map((record) => ({ record, directory: record.source.path.replace(/\/[^/]*$/, '') })),
    [],
  );
  return { ...run, records, incident: incidents[0] ?? null };
}

type Kill = RecordOf<'oom-kill'>;

const withReports = (run: Run, change: (kill: Kill) => Kill): Promise<Run> =>
  withRecords(run, (record) => (record.kind === 'oom-kill' ? change(record) : record));

const damaged = (kill: Kill, problem: string): Pick<Kill, 'complete' | 'problems'> => ({
  complete: false,
  problems: [...kill.problems, problem],
});

const withoutTable = (kill: Kill): Kill => ({ ...kill, tasks: [], taskTable: null });
const withoutMemory = (kill: Kill): Kill => ({ ...kill, memInfo: null, memcg: null });
const withoutKillLine = (kill: Kill): Kill => ({
  ...kill,
  victims: [],
  selected: null,
  outcome: 'unknown',
  ...damaged(kill, 'kill-line-missing'),
});
const halfTable = (kill: Kill): Kill =>
  kill.tasks.length < 4
    ? kill
    : { ...kill, tasks: kill.tasks.slice(0, Math.floor(kill.tasks.length / 2)), ...damaged(kill, 'task-table-cut') };
const killLineAlone = (kill: Kill): Kill => ({
  ...withoutMemory(withoutTable(kill)),
  trigger: null,
  oomMemcg: null,
  taskMemcg: null,
  ...damaged(kill, 'head-missing'),
});

/** Every task of the table dies. */
function groupKill(kill: Kill): Kill {
  const first = kill.victims[0];
  if (!first || kill.constraint !== 'memcg' || kill.tasks.length < 2) return kill;
  const others = kill.tasks
    .filter((row) => row.pid !== first.pid)
    .map(
      (row): OomVictim => ({
        ...first,
        pid: row.pid,
        comm: row.comm,
        anonRssBytes: row.rssAnonBytes ?? row.rssBytes,
        fileRssBytes: row.rssFileBytes,
        shmemRssBytes: row.rssShmemBytes,
        cause: 'group',
      }),
    );
  return { ...kill, groupKill: true, victims: [first, ...others] };
}

/** The same bytes in other pages. */
function inPagesOf(kill: Kill, pageBytes: number): Kill {
  const factor = (kill.pageSizeBytes ?? 4096) / pageBytes;
  const walk = (value: unknown, key: string): unknown => {
    if (typeof value === 'number') {
      if (/^pageSizeBytes$/.test(key)) return pageBytes;
      return /Pages$/.test(key) ? Math.round(value * factor) : value;
    }
    if (Array.isArray(value)) return value.map((one) => walk(one, key));
    if (value === null || typeof value !== 'object') return value;
    return Object.fromEntries(
      Object.entries(value).map(([name, inner]): [string, unknown] => [
        name,
        name === 'counters' && key === 'memInfo'
          ? Object.fromEntries(
              Object.entries(inner as Record<string, number>).map(([n, v]) => [n, Math.round(v * factor)]),
            )
          : name === 'source'
            ? inner
            : walk(inner, name),
      ]),
    );
  };
  return walk(kill, '') as Kill;
}

const withoutHistory = (run: Run): Run => ({ ...run, history: null });

function withSeries(run: Run, keep: (series: MeasuredSeries) => boolean): Run {
  if (!run.history) return run;
  const series = run.history.series.filter(keep);
  return { ...run, history: series.length === 0 ? null : { ...run.history, series } };
}

const freeMetrics = /^(memTotal|memFree|memAvailable|cached|buffers|shmem|swapTotal|swapFree|swapUsed)Bytes$/;
const sarMetrics = /^(memFree|memAvailable|cached|buffers|committed)Bytes$/;
const vmstatMetrics = /^(memFree|cached|buffers|swapUsed)Bytes$|^swap(In|Out)BytesPerSecond$/;

const onlySystem =
  (metrics: RegExp) =>
  ({ scope, metric, format }: MeasuredSeries): boolean =>
    scope === 'system' && metrics.test(metric) && (format === 'meminfo' || format === 'vmstat');

const isPlainPs = ({ scope, metric, format }: MeasuredSeries): boolean =>
  scope === 'process' && format === 'ps' && metric === 'rssBytes';

/** What `ps --sort -rss | head` keeps. */
function onlyLargest(run: Run): Run {
  const peak = new Map<number, number>();
  for (const series of run.history?.series ?? []) {
    if (series.scope !== 'process' || series.pid === null || series.metric !== 'rssBytes') continue;
    const most = series.points.reduce((high, { value }) => Math.max(high, value), 0);
    peak.set(series.pid, Math.max(most, peak.get(series.pid) ?? 0));
  }
  const largest = new Set(
    [...peak]
      .sort(([, a], [, b]) => b - a)
      .slice(0, 5)
      .map(([pid]) => pid),
  );
  return withSeries(run, ({ scope, pid }) => scope !== 'process' || (pid !== null && largest.has(pid)));
}

function shifted(run: Run, seconds: number): Run {
  if (!run.history) return run;
  const series = run.history.series.map((one) => ({
    ...one,
    points: one.points.map((point) => ({ ...point, atUs: point.atUs + seconds * 1_000_000 })),
  }));
  return { ...run, history: { ...run.history, series } };
}

function firstHalf(run: Run): Run {
  if (!run.history) return run;
  const { eventUs } = run.history;
  const firstUs = Math.min(...run.history.series.flatMap(({ points }) => points[0]?.atUs ?? []));
  const untilUs = firstUs + (eventUs - firstUs) / 2;
  const series = run.history.series.map((one) => ({
    ...one,
    points: one.points.filter(({ atUs }) => atUs <= untilUs),
  }));
  return { ...run, history: { ...run.history, series } };
}
