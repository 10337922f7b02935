import { isWithin } from '../cgroup-path.ts';
import { before, type MeasuredPoint, type MeasuredSeries, type MemoryHistory } from '../history.ts';
import type { Exhibit } from '../rules/rule.ts';
import { describeRise, type Rise } from '../trend/rise.ts';

const thresholds = {
  /** A rise of less than this share of the limit did not fill it. */
  ofLimit: 0.05,
  /** Two limits within this share of one another are one limit, printed twice. */
  sameLimit: 0.01,
  /** Usage counts page cache too: with more of it than this share of the limit, usage says nothing of the program. */
  cache: 0.1,
} as const;

/** What a sampler may show of a group, the most telling first. */
const metrics = ['anonBytes', 'workingSetBytes', 'cgroupUsageBytes'] as const;

export interface GroupRise {
  readonly rise: Rise;
  readonly series: MeasuredSeries;
  /** Of the series before the event. */
  readonly points: readonly MeasuredPoint[];
  /** The kernel's report is the last point of the rise. */
  readonly withReport: boolean;
}

/** How the memory of the group rose whose limit was reached, by samples of the group itself; null where there are none. */
export function riseOfGroup({ history, incident, limited, parts }: Exhibit): GroupRise | null {
  const limitBytes = limited?.limitBytes ?? null;
  if (!history || incident.scope !== 'memcg' || !limited || limitBytes === null) return null;
  const own = samplesOf(history, limited.path, limitBytes);
  const cached = (parts?.get('page-cache') ?? 0) > limitBytes * thresholds.cache;
  for (const metric of metrics) {
    if (metric === 'cgroupUsageBytes' && cached) continue;
    const [series] = own.filter((one) => one.metric === metric).sort((a, b) => b.points.length - a.points.length);
    if (!series) continue;
    const points = before(series, history.eventUs);
    // What a sample shows is among the points already.
    const told = limited.seen === null;
    const atLimit = !told ? null : metric === 'anonBytes' ? (parts?.get('anonymous') ?? null) : limited.usageBytes;
    const rise = describeRise(atLimit === null ? points : [...points, { atUs: history.eventUs, value: atLimit }]);
    if (rise && points.length > 0 && rise.amount >= limitBytes * thresholds.ofLimit)
      return { rise, series, points, withReport: atLimit !== null };
  }
  return null;
}

/** Series of this group: by its path as far as both name it, else by a limit that no other group has. */
export function samplesOf(
  history: MemoryHistory,
  path: string | null,
  limitBytes: number | null,
): readonly MeasuredSeries[] {
  const groups = history.series.filter(({ scope }) => scope === 'cgroup');
  const named = groups.filter(({ cgroup }) => cgroup !== null && path !== null && isSame(cgroup, path));
  if (named.length > 0 || limitBytes === null) return named;
  const limits = groups.filter(
    ({ metric, points }) =>
      metric === 'cgroupLimitBytes' &&
      Math.abs((points.at(-1)?.value ?? 0) - limitBytes) <= limitBytes * thresholds.sameLimit,
  );
  const names = new Set(limits.map(({ cgroup }) => cgroup));
  return names.size === 1 ? groups.filter(({ cgroup }) => names.has(cgroup)) : [];
}

/** Inside of a container the path begins further down; a sampler may leave out the first slash. */
function isSame(sampled: string, path: string): boolean {
  const plain = sampled.replace(/^\/*/, '/');
  return isWithin(plain, path) || path.endsWith(plain);
}
