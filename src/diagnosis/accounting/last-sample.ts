import type { Accounting } from '../analysis.ts';
import { samplesOf } from '../growth/cgroup-rise.ts';
import type { ComponentState } from '../growth/components.ts';
import { nodeStates } from '../growth/node-states.ts';
import type { MeasuredPoint } from '../history.ts';
import type { Exhibit } from '../rules/rule.ts';
import { accountingFromCgroup } from './cgroup-samples.ts';

/** A sample older than this tells of another time. */
const recentUs = 600_000_000;

export interface SampledAccounting {
  readonly accounting: Accounting;
  readonly secondsBefore: number;
}

/**
 * Where the memory was at the last sample before the event, of the host, of the allowed nodes or of the group whose limit was reached, for
 * incidents whose report holds no dump. Null without such samples, and where log and samples may not belong together.
 */
export function sampledAccounting({
  incident,
  report,
  limited,
  history,
  states,
}: Pick<Exhibit, 'incident' | 'report' | 'limited' | 'history' | 'states'>): SampledAccounting | null {
  if (!history || history.alignment?.trust === 'doubtful') return null;
  const found =
    incident.scope === 'memcg'
      ? ofGroup()
      : incident.scope === 'host'
        ? ofHost(states.at(-1), 'host')
        : incident.scope === 'node'
          ? ofNode()
          : null;
  if (!found || found.atUs > history.eventUs || history.eventUs - found.atUs > recentUs) return null;
  return { accounting: found.accounting, secondsBefore: (history.eventUs - found.atUs) / 1e6 };

  function ofNode(): { accounting: Accounting; atUs: number } | null {
    return history ? ofHost(nodeStates(history, report).at(-1), 'node') : null;
  }

  function ofGroup(): { accounting: Accounting; atUs: number } | null {
    if (!history || !limited) return null;
    const moments = new Map<number, { metrics: Record<string, number>; source: MeasuredPoint['source'] }>();
    const series = samplesOf(history, limited.path, limited.limitBytes);
    // Groups inside this one have series of their own, and their sums are not its.
    if (new Set(series.map(({ cgroup, sampler }) => `${sampler} ${cgroup}`)).size !== 1) return null;
    for (const { metric, points } of series) {
      const point = points.findLast(({ atUs }) => atUs <= history.eventUs);
      if (!point) continue;
      const moment = moments.get(point.atUs) ?? { metrics: {}, source: point.source };
      moment.metrics[metric] = point.value;
      moments.set(point.atUs, moment);
    }
    const [last] = [...moments].sort(([a], [b]) => b - a);
    const accounting = last ? accountingFromCgroup(last[1].metrics, last[1].source).accounting : null;
    return last && accounting ? { accounting, atUs: last[0] } : null;
  }
}

function ofHost(
  state: ComponentState | undefined,
  scope: 'host' | 'node',
): { accounting: Accounting; atUs: number } | null {
  if (!state) return null;
  const { path, line, byteStart, byteEnd } = state.source;
  const parts = [...state.parts]
    .flatMap(([component, bytes]) => (component === 'unaccounted' || bytes <= 0 ? [] : [{ component, bytes }]))
    .sort((a, b) => b.bytes - a.bytes || (a.component < b.component ? -1 : 1));
  return {
    atUs: state.atUs,
    accounting: {
      scope,
      totalBytes: state.totalBytes,
      parts,
      unaccountedBytes: state.parts.get('unaccounted') ?? 0,
      source: { path, line, byteStart, byteEnd },
      notPrinted: [],
    },
  };
}
