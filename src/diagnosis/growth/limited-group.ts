import type { KernelRecord, RecordOf } from '../../../parsers/model/record.ts';
import { isMemcgOom } from '../accounting/account.ts';
import { before, type MeasuredPoint, type MemoryHistory } from '../history.ts';

/** The group whose limit was reached. */
export interface LimitedGroup {
  readonly path: string | null;
  readonly limitBytes: number | null;
  readonly usageBytes: number | null;
  /** The sample that shows it at its limit, where no report of the kernel does. */
  readonly seen: { readonly point: MeasuredPoint; readonly unit: string } | null;
}

/** With this share of its limit held at one of the last looks, a group whose manager tells of an OOM kill ran into it. */
const atLimit = 0.85;
const lastLooks = 3;

/** By the kernel's report; where only a manager of units is left to tell of the kill, by samples of the unit's own group. */
export function limitedGroup(
  report: RecordOf<'oom-kill'> | null,
  records: readonly KernelRecord[],
  history: MemoryHistory | null,
): LimitedGroup | null {
  if (report)
    return isMemcgOom(report)
      ? {
          path: report.oomMemcg ?? report.memcg?.path ?? null,
          limitBytes: report.memcg?.limitBytes ?? null,
          usageBytes: report.memcg?.usageBytes ?? null,
          seen: null,
        }
      : null;
  if (!history) return null;
  for (const record of records) {
    const unit = record.kind === 'unit-oom' ? (record.unit ?? record.container) : null;
    const found = unit === null ? null : seenAtLimit(unit, history);
    if (unit !== null && found) return { ...found, seen: { point: found.point, unit } };
  }
  return null;
}

function seenAtLimit(
  unit: string,
  history: MemoryHistory,
): { path: string; limitBytes: number; usageBytes: number; point: MeasuredPoint } | null {
  for (const { scope, metric, cgroup, points } of history.series) {
    if (scope !== 'cgroup' || metric !== 'cgroupLimitBytes' || cgroup === null || !isGroupOf(cgroup, unit)) continue;
    const limitBytes = points.findLast(({ atUs }) => atUs <= history.eventUs)?.value ?? 0;
    const point = looksAt(history, cgroup, 'cgroupUsageBytes')
      .slice(-lastLooks)
      .findLast((look) => look.value - droppableAt(history, cgroup, look.atUs) >= limitBytes * atLimit);
    if (limitBytes > 0 && point) return { path: cgroup, limitBytes, usageBytes: point.value, point };
  }
  return null;
}

/** Page cache fills any group up to its limit, and is dropped when somebody needs the room. */
function droppableAt(history: MemoryHistory, cgroup: string, atUs: number): number {
  const at = (metric: string): number =>
    looksAt(history, cgroup, metric).find((look) => look.atUs === atUs)?.value ?? 0;
  return Math.max(0, at('cachedBytes') - at('shmemBytes'));
}

function looksAt(history: MemoryHistory, cgroup: string, metric: string): readonly MeasuredPoint[] {
  const series = history.series.find((one) => one.cgroup === cgroup && one.metric === metric && one.scope === 'cgroup');
  return series ? before(series, history.eventUs) : [];
}

/** `/system.slice/render.service` is that of `render.service`; `.../docker-<id>.scope` that of a container. */
const isGroupOf = (cgroup: string, unit: string): boolean =>
  cgroup.split('/').some((segment) => segment === unit || (isContainerId(unit) && segment.includes(unit)));

const isContainerId = (name: string): boolean => /^[0-9a-f]{12,64}$/.test(name);
