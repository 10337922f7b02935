import type { KernelRecord, RecordOf } from '../../../parsers/model/record.ts';
import type { Incident } from '../../diagnosis/analysis.ts';
import { formatBytes } from '../../views/quantities.ts';
import type { IncidentPhase } from '../judging/held-incidents.ts';
import type { IncidentChange } from '../judging/what-changed.ts';

const mostNames = 3;

const names = (victims: readonly { readonly comm: string | null; readonly pid: number | null }[]): string => {
  const shown = victims
    .slice(0, mostNames)
    .map(({ comm, pid }) => `${comm ?? 'a process'}${pid === null ? '' : ` (${pid})`}`);
  return `${shown.join(', ')}${victims.length > mostNames ? ` and ${victims.length - mostNames} more` : ''}`;
};

/** systemd-oomd names cgroups, the kubelet pods, the others processes. */
function victimsOf({ victims }: RecordOf<'userspace-kill'>): string {
  const [first] = victims;
  const place = first && first.comm === null && first.pid === null ? (first.pod ?? first.cgroup) : null;
  return place === null || place === undefined || victims.length > 1 ? names(victims) : place;
}

const outcomes = {
  killed: 'whom it killed is not in the log',
  unknown: 'whom it killed is not in the log',
  'no-killable': 'nobody may be killed',
  panic: 'the kernel panics',
} as const;

/** One record in one line, before anything is judged, and the incident that holds it. */
export function recordSentence(record: KernelRecord, incident: Incident | null = null): string {
  switch (record.kind) {
    case 'oom-kill': {
      const [victim] = record.victims;
      const scope =
        record.constraint === 'memcg' ? `, at the limit of ${record.oomMemcg ?? record.taskMemcg ?? 'its cgroup'}` : '';
      if (!victim) return `OOM killer invoked: ${outcomes[record.outcome]}${scope}`;
      const { anonRssBytes } = victim;
      const bytes =
        anonRssBytes === null || record.victims.length > 1 ? '' : `, ${formatBytes(anonRssBytes)} of its own memory`;
      return `OOM kill: ${names(record.victims)}${bytes}${scope}`;
    }
    case 'alloc-failure':
      return `allocation failed: ${record.comm ?? 'a task'}, order ${record.order ?? '?'} ${record.gfpFlags.join('|')}`;
    case 'hung-task':
      return `task blocked: ${record.comm} (${record.pid})${record.blockedSeconds === null ? '' : ` for ${record.blockedSeconds} s`}`;
    case 'stall':
      return `${record.variant}: ${record.comm ?? 'unnamed task'}`;
    case 'userspace-kill':
      return `${record.killer} killed ${victimsOf(record)}`;
    case 'unit-oom':
      return `${record.manager}: ${record.unit ?? record.pod ?? record.container ?? 'a unit'} lost a process to ${record.result === 'oomd-kill' ? 'systemd-oomd' : 'the OOM killer'}`;
    case 'unit-signal-kill':
      return `${record.manager}: ${record.unit ?? record.pod ?? record.container ?? 'a unit'} was killed${incident?.kinds.includes('oom-kill') ? '' : ' (no proof of an OOM)'}`;
    case 'app-oom':
      return `${record.comm ?? record.runtime}: out of its own heap`;
    case 'fork-refused':
      return `fork refused by the pids limit${record.cgroup === null ? '' : ` of ${record.cgroup}`}`;
  }
}

/** One incident in one line. */
export function incidentSentence(
  phase: IncidentPhase,
  { title, kinds, verdict }: Incident,
  change?: IncidentChange,
): string {
  // Who hangs has taken nothing.
  const isHang = kinds.every((kind) => kind === 'hung-task' || kind === 'stall');
  const who =
    verdict === null || verdict.who.comm === null
      ? ''
      : `, ${isHang ? '' : 'taken '}by ${verdict.who.comm}${verdict.who.pid === null ? '' : ` (${verdict.who.pid})`}`;
  const cause =
    verdict === null
      ? ''
      : verdict.cause === 'undetermined'
        ? `: cause undetermined${who}`
        : `: ${verdict.words} ${verdict.cause}${who}`;
  return `${headOf(phase, change)}: ${title.replace(/\.$/, '')}${cause}`;
}

function headOf(phase: IncidentPhase, change: IncidentChange | undefined): string {
  if (phase === 'open') return 'incident';
  if (phase === 'update') return change === 'judged' ? 'incident judged again' : 'incident grows';
  if (change === 'parted') return 'incident goes on as another';
  return change === 'left' ? 'incident no longer watched' : 'incident is over';
}
