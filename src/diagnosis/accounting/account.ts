import type { RecordOf } from '../../../parsers/model/record.ts';
import { hostAccounting } from './host.ts';
import { memcgAccounting } from './memcg.ts';
import { nodeAccounting, parseNodeList } from './node.ts';
import { type AccountingResult, refused } from './sum.ts';

/** Where the memory was, in the scope in which this record says it ran out: host, allowed nodes or memory cgroup. */
export function accountFor(record: RecordOf<'oom-kill'> | RecordOf<'alloc-failure'>): AccountingResult {
  if (record.kind === 'oom-kill' && isMemcgOom(record)) {
    if (record.memcg === null) return refused(noDump(record, 'the state of the memory cgroup'));
    return memcgAccounting(record.memcg, record.source);
  }
  if (record.memInfo === null) return refused(noDump(record, 'the state of the memory (Mem-Info)'));
  const allowed = allowedNodes(record);
  if (allowed !== null) return nodeAccounting(record.memInfo, allowed, record.source);
  return hostAccounting(record.memInfo, record.pageSizeBytes, record.source);
}

/** Printed, or to be seen: only a group at its limit has its own state printed. */
export function isMemcgOom({ constraint, memcg }: RecordOf<'oom-kill'>): boolean {
  return constraint === 'memcg' || (constraint === null && memcg !== null);
}

/** The nodes to which a cpuset or a memory policy bound the request; null where it was free. */
export function allowedNodes(record: RecordOf<'oom-kill'> | RecordOf<'alloc-failure'>): ReadonlySet<number> | null {
  if (record.kind === 'alloc-failure') return null;
  if (record.constraint === 'memory-policy') return parseNodeList(record.nodemask);
  if (record.constraint === 'cpuset') return parseNodeList(record.memsAllowed);
  return null;
}

function noDump(record: RecordOf<'oom-kill'> | RecordOf<'alloc-failure'>, what: string): string {
  const limited = record.kind === 'oom-kill' && record.trigger === null && record.victims.length > 0;
  return limited
    ? `only the kill line is here (the kernel limits how often it prints the rest): it does not hold ${what}`
    : `the record does not hold ${what}`;
}
