import type { OomConstraint, OomKill, OomTrigger } from '../../model/records/oom-kill.ts';
import type { CloseReason } from '../extractor.ts';
import { factsOf, type OomFacts } from './facts.ts';
import { isComplete, oomProblems } from './problems.ts';
import type { OomState } from './state.ts';
import { pageSizeOfVictims, taskRow } from './task-rows.ts';

/** Turns what was read into the record: page size proved, columns in bytes, constraint printed or inferred. */
export function oomBody(state: OomState, reason: CloseReason): OomKill {
  const facts = factsOf(state);
  const { header, dump, decision, message, victims } = facts;
  const problems = oomProblems(facts, reason);
  const counts = dump?.table.tasks ?? [];
  const buddySize = dump?.memInfo?.pageSizeBytes ?? null;
  const pageSizeBytes = buddySize ?? pageSizeOfVictims(counts, victims);
  const { constraint, basis } = constraintOf(facts);
  const memcg = dump?.memcg ?? null;
  return {
    kind: 'oom-kill',
    complete: isComplete(problems),
    problems,
    kernelRelease: dump?.trace.kernelRelease ?? null,
    trigger: triggerOf(facts),
    manual: facts.manual || header?.order === -1,
    panic: facts.panic,
    constraint,
    constraintBasis: basis,
    constraintRaw: decision?.constraintRaw ?? null,
    nodemask: (decision?.nodemask ?? header?.nodemask) || null,
    cpuset: decision?.cpuset ?? facts.cpusetLine?.cpuset ?? null,
    memsAllowed: decision?.memsAllowed ?? facts.cpusetLine?.memsAllowed ?? null,
    taskMemcg: decision?.taskMemcg ?? memcg?.taskMemcg ?? null,
    oomMemcg: decision?.oomMemcg ?? memcg?.oomMemcg ?? memcg?.info?.path ?? null,
    allocatingTask: message?.allocatingTask ?? false,
    groupKill: facts.groupPath !== null || facts.groupLineLost,
    pageSizeBytes,
    pageSizeBasis: pageSizeBytes === null ? null : buddySize === null ? 'victim' : 'buddy',
    memcg: memcg?.info ?? null,
    memInfo: dump?.memInfo ?? null,
    taskTable: dump?.table.shape ?? null,
    tasks: counts.map((task) => taskRow(task, pageSizeBytes)),
    selected: selectedOf(facts),
    victims,
    outcome: outcomeOf(facts),
    hardware: dump?.trace.hardware ?? null,
    callTrace: dump?.trace.frames ?? [],
    dumpsSuppressed: facts.suppressed,
  };
}

function triggerOf({ header, dump, caller }: OomFacts): OomTrigger | null {
  if (header === null || header.order === null) return null;
  return {
    comm: header.comm,
    pid: header.openvz?.pid ?? dump?.trace.pid ?? callerTask(caller),
    uid: dump?.trace.uid ?? null,
    cpu: dump?.trace.cpu ?? null,
    gfpMask: header.gfpMask,
    gfpFlags: header.gfpFlags,
    order: header.order,
    oomScoreAdj: header.oomScoreAdj,
  };
}

/** `T123` of CONFIG_PRINTK_CALLER is a task, `C1` a CPU in interrupt context. */
function callerTask(caller: string | null): number | null {
  return caller?.startsWith('T') ? Number(caller.slice(1)) : null;
}

/** A plain `Out of memory` leaves cpuset, memory policy and none open: then no line says. */
function constraintOf({ decision, message, dump }: OomFacts): {
  readonly constraint: OomConstraint | null;
  readonly basis: OomKill['constraintBasis'];
} {
  if (decision !== null) return { constraint: decision.constraint, basis: 'printed' };
  const said = message?.constraint ?? null;
  if (said !== null) return { constraint: said, basis: 'inferred' };
  const { info = null, taskMemcg = null } = dump?.memcg ?? {};
  return info !== null || taskMemcg !== null
    ? { constraint: 'memcg', basis: 'inferred' }
    : { constraint: null, basis: null };
}

/** A kill line that carries message and amounts is from 5.1 or later, where nobody dies in another's place. */
function selectedOf({ choice, decision, kill }: OomFacts): OomKill['selected'] {
  if (choice !== null) return { pid: choice.pid, comm: choice.comm, score: choice.score };
  if (decision !== null) return { pid: decision.pid, comm: decision.comm, score: null };
  return kill?.message != null && kill.totalVmBytes !== null
    ? { pid: kill.pid, comm: kill.comm, score: kill.score }
    : null;
}

function outcomeOf({ panic, victims, noKillable }: OomFacts): OomKill['outcome'] {
  if (panic !== null) return 'panic';
  if (victims.some(({ basis }) => basis !== 'decision-line')) return 'killed';
  return noKillable ? 'no-killable' : 'unknown';
}
