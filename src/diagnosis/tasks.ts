import type { RecordOf } from '../../parsers/model/record.ts';
import type { TaskRow } from '../../parsers/model/records/oom-kill.ts';
import { isMemcgOom } from './accounting/account.ts';
import type { Consumer } from './analysis.ts';

/** As many names as a reader looks at. */
const most = 8;

/**
 * The biggest users of memory in the report's task table, processes of one name together: many small workers are one
 * consumer. Empty where the table is absent or its page size is not proved.
 */
export function consumersOf(record: RecordOf<'oom-kill'>): Consumer[] {
  const whole = wholeOf(record);
  const groups = new Map<string, Group>();
  for (const row of record.tasks) {
    const heldBytes = row.rssAnonBytes ?? row.rssBytes;
    if (heldBytes === null) return [];
    const bytes = heldBytes + (row.swapBytes ?? 0);
    const group = groups.get(row.comm) ?? startGroup(row);
    group.processes += 1;
    group.bytes += bytes;
    group.swapBytes = group.swapBytes === null || row.swapBytes === null ? null : group.swapBytes + row.swapBytes;
    if (bytes > group.largest.bytes || group.processes === 1) group.largest = { pid: row.pid, bytes };
    groups.set(row.comm, group);
  }
  return [...groups.values()]
    .filter((group) => group.bytes > 0)
    .sort((a, b) => b.bytes - a.bytes || a.largest.pid - b.largest.pid)
    .slice(0, most)
    .map((group) => ({
      ...group,
      share: whole === null ? null : shareIn(group, whole),
      shareOf: whole === null ? null : whole.of,
    }));
}

type Mutable<T> = { -readonly [Key in keyof T]: T[Key] };
type Group = Mutable<Omit<Consumer, 'share' | 'shareOf'>>;

function startGroup(row: TaskRow): Group {
  return {
    comm: row.comm,
    processes: 0,
    bytes: 0,
    basis: row.rssAnonBytes === null ? 'rss' : 'anonymous',
    swapBytes: row.swapBytes === null ? null : 0,
    largest: { pid: row.pid, bytes: 0 },
  };
}

interface Whole {
  readonly of: NonNullable<Consumer['shareOf']>;
  readonly bytes: number;
}

/** The table of a group's report lists its tasks only; every other table lists those of the host. */
function wholeOf(record: RecordOf<'oom-kill'>): Whole | null {
  if (isMemcgOom(record)) {
    const limitBytes = record.memcg?.limitBytes ?? null;
    return limitBytes === null || limitBytes === 0 ? null : { of: 'limit', bytes: limitBytes };
  }
  const { memInfo, pageSizeBytes } = record;
  if (!memInfo || pageSizeBytes === null || memInfo.ramPages === null || memInfo.reservedPages === null) return null;
  const ramBytes = (memInfo.ramPages - memInfo.reservedPages) * pageSizeBytes;
  return ramBytes > 0 ? { of: 'ram-and-swap', bytes: ramBytes + (memInfo.swapTotalBytes ?? 0) } : null;
}

function shareIn(group: Group, whole: Whole): number {
  return (whole.of === 'limit' ? group.bytes - (group.swapBytes ?? 0) : group.bytes) / whole.bytes;
}
