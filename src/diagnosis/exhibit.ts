import type { KernelRecord, RecordOf } from '../../parsers/model/record.ts';
import { accountFor } from './accounting/account.ts';
import { sampledAccounting } from './accounting/last-sample.ts';
import type { Incident } from './analysis.ts';
import { isWithin, workloadOf } from './cgroup-path.ts';
import { frameOf } from './frame.ts';
import { type Attribution, attributionOf } from './growth/attribution.ts';
import { type GrowingCgroup, growingCgroups } from './growth/cgroups.ts';
import { type ComponentState, sampledStates } from './growth/components.ts';
import { consumption } from './growth/consumption.ts';
import { groupStates } from './growth/group-states.ts';
import { type GrowingGroup, growingGroups } from './growth/groups.ts';
import { fillsFrom, insideLimit } from './growth/limit.ts';
import { type LimitedGroup, limitedGroup } from './growth/limited-group.ts';
import { nodeStates } from './growth/node-states.ts';
import { processHistories } from './growth/processes.ts';
import { settledParts, swapUsed } from './growth/settled.ts';
import { type MemoryHistory, withoutRepeats } from './history.ts';
import type { Exhibit } from './rules/rule.ts';

/** Gathers what the rules look at: the incident's records in full and what samples tell of the time before. */
export function exhibitOf(told: Incident, records: readonly KernelRecord[], sampled: MemoryHistory | null): Exhibit {
  const history = sampled && withoutRepeats(sampled);
  const kills = records.filter((record): record is RecordOf<'oom-kill'> => record.kind === 'oom-kill');
  const report = principal(kills);
  const failures = records.filter(
    (record): record is RecordOf<'alloc-failure'> => record.kind === 'alloc-failure' && record.variant !== 'commit',
  );
  const hangs = records.filter((record): record is RecordOf<'hung-task'> => record.kind === 'hung-task');
  const limited = limitedGroup(report, records, history);
  const incident = limited?.seen ? inGroup(told, limited) : told;
  const accounting = report
    ? (accountFor(report).accounting ?? null)
    : (sampledAccounting({ incident, report, limited: limited?.seen ? limited : null, history, states: [] })
        ?.accounting ?? null);
  const sampledHost = history ? sampledStates(history) : { states: [], timeBasis: null };
  const { timeBasis } = sampledHost;
  const ofNodes = history && incident.scope === 'node' ? nodeStates(history, report) : [];
  const looks = ofNodes.length > 0 ? ofNodes : sampledHost.states;
  const scope = ofNodes.length > 0 ? 'node' : 'host';
  const last = looks.at(-1);
  const settled = accounting ? settledParts(accounting, report, accounting.scope === scope ? last : undefined) : null;
  const parts = settled?.parts ?? null;
  // The report's own sums are the last and surest state, where they are of what the samples are of.
  const final: ComponentState | null =
    history && accounting?.scope === scope && parts
      ? {
          atUs: history.eventUs,
          totalBytes: accounting.totalBytes,
          parts,
          availableBytes: null,
          // A sampler without swap gives no amount to compare with: the report's would look like a jump.
          swapUsedBytes: last && last.swapUsedBytes === null ? null : (swapUsed(report) ?? last?.swapUsedBytes ?? null),
          poolBytes: settled?.poolBytes ?? 0,
          source: accounting.source,
        }
      : null;
  const states = final ? [...looks, final] : [...looks];
  const frame = frameOf(records, report, history, states);
  const used = consumption(states);
  const source = report
    ? {
        path: report.source.path,
        line: report.source.line,
        byteStart: report.source.byteStart,
        byteEnd: report.source.byteEnd,
      }
    : null;
  const followed = history ? processHistories(history) : [];
  const processes = incident.scope === 'memcg' ? insideLimit(followed, kills, limited?.path ?? null) : followed;
  const fromUs = incident.scope === 'memcg' || !used ? fillsFrom(processes, report) : used.fromUs;
  const look = report && source ? { rows: report.tasks, source } : null;
  const programsFrom = (us: number): GrowingGroup[] =>
    history ? growingGroups(processes, followed, us, history.eventUs, look) : [];
  const cgroupsFrom = (us: number): GrowingCgroup[] =>
    history ? growingCgroups(cgroupsAround(incident, limited, history), us, processes, followed, look) : [];
  const attributed = (): Attribution | null => {
    const from = (us: number) => ({ programs: programsFrom(us), cgroups: cgroupsFrom(us) });
    if (incident.scope !== 'memcg') return attributionOf(states, from, { of: scope, components: true });
    const group = history && limited && groupStates(history, limited, accounting);
    return group && attributionOf(group.states, from, { of: 'memcg', components: group.toldApart });
  };
  return {
    frame,
    incident,
    records,
    report,
    limited,
    failures,
    hangs,
    accounting,
    parts,
    history,
    states,
    consumption: used,
    groups: programsFrom(fromUs),
    gainsFromUs: fromUs,
    cgroups: cgroupsFrom(fromUs),
    attribution: attributed(),
    inferredTimes: timeBasis === 'inferred' || processes.some((process) => process.timeBasis === 'inferred'),
  };
}

/** An incident of which the log says no more than that a unit was killed, where samples show that the unit was at its limit. */
const inGroup = (incident: Incident, { path }: LimitedGroup): Incident => ({
  ...incident,
  scope: 'memcg',
  workload: path === null ? incident.workload : workloadOf(path),
});

/** The first kill that shows the memory; without one, the first kill. Later ones in a storm see what the first left over. */
function principal(kills: readonly RecordOf<'oom-kill'>[]): RecordOf<'oom-kill'> | null {
  return kills.find((kill) => kill.memInfo !== null || kill.memcg !== null) ?? kills[0] ?? null;
}

/** The samples of all cgroups; where a limit was reached, of those inside of it. */
function cgroupsAround(incident: Incident, limited: LimitedGroup | null, history: MemoryHistory): MemoryHistory {
  const path = limited?.path ?? null;
  if (incident.scope !== 'memcg' || path === null) return history;
  const isInside = (cgroup: string | null): boolean => cgroup !== null && cgroup !== path && isWithin(cgroup, path);
  return { ...history, series: history.series.filter(({ scope, cgroup }) => scope !== 'cgroup' || isInside(cgroup)) };
}
